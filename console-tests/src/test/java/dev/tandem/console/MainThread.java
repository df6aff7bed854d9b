package dev.tandem.console;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a page's main thread did in one go, as the browser's own trace tells it. Both the processor's time and the clock's: on a machine
 * that has other things to do, a task that waits for a processor is none of the page's doing.
 */
final class MainThread {

    /** @param processorMs negative where the trace does not tell it */
    record Task(double clockMs, double processorMs) {}

    private final Page page;
    private final CDPSession session;
    private final List<JsonObject> events = new ArrayList<>();
    private final AtomicBoolean complete = new AtomicBoolean();

    private MainThread(Page page) {
        this.page = page;
        session = page.context().newCDPSession(page);
        session.on("Tracing.dataCollected", data -> {
            for (JsonElement each : data.getAsJsonArray("value")) {
                JsonObject event = each.getAsJsonObject();
                String name = event.has("name") ? event.get("name").getAsString() : "";
                if (name.equals("RunTask")
                                && event.has("dur")
                                && event.get("dur").getAsLong() > 20_000
                        || name.equals("thread_name")) {
                    events.add(event);
                }
            }
        });
        session.on("Tracing.tracingComplete", done -> complete.set(true));
    }

    static MainThread watch(Page page) {
        MainThread thread = new MainThread(page);
        JsonObject how = new JsonObject();
        how.addProperty("categories", "-*,disabled-by-default-devtools.timeline,__metadata");
        how.addProperty("transferMode", "ReportEvents");
        thread.session.send("Tracing.start", how);
        return thread;
    }

    /** Those of pages that took more than 20 ms by the clock. */
    List<Task> end() {
        session.send("Tracing.end");
        page.waitForCondition(complete::get, new Page.WaitForConditionOptions().setTimeout(180_000));
        List<String> mains = events.stream()
                .filter(event -> event.get("name").getAsString().equals("thread_name"))
                .filter(event ->
                        event.getAsJsonObject("args").get("name").getAsString().equals("CrRendererMain"))
                .map(MainThread::thread)
                .toList();
        return events.stream()
                .filter(event -> event.get("name").getAsString().equals("RunTask") && mains.contains(thread(event)))
                .map(event -> new Task(
                        event.get("dur").getAsLong() / 1_000.0,
                        event.has("tdur") ? event.get("tdur").getAsLong() / 1_000.0 : -1))
                .toList();
    }

    private static String thread(JsonObject event) {
        return event.get("pid").getAsString() + "/" + event.get("tid").getAsString();
    }
}
