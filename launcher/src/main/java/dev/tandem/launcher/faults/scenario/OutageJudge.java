package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.report.Findings;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.History;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import dev.tandem.launcher.faults.truth.Stretch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is expected of calls while the journal is away, beside the nine promises. */
final class OutageJudge {
    private static final int TURNS = 3;
    private static final int EFFECTS = 3;
    private static final int TAKEN = 200;
    private static final int NOT_NOW = 503;
    /** A tool asked for so shortly before the journal's return may be used after it. */
    private static final long IN_VAIN_MS = 10_000;

    private static final long SOON_MS = 20_000;
    private static final String UNAVAILABLE = "temporarily unavailable";

    private final History history;
    private final Findings findings;
    private final Stretch outage;

    OutageJudge(History history, Findings findings, Stretch outage) {
        this.history = history;
        this.findings = findings;
        this.outage = outage;
        findings.figure("away_s", outage.lengthMs() / 1000.0);
    }

    /** All that was said reached the journal in time. */
    void drained(Collection<String> calls, List<Long> timesMs, Duration within) {
        long last = timesMs.isEmpty() ? 0 : timesMs.getLast();
        findings.figure("drained", timesMs.size() + " of " + calls.size()).figure("drained_after_s", last / 1000.0);
        findings.require(
                timesMs.size() == calls.size(),
                calls.size() - timesMs.size()
                        + " calls' reports had not reached the journal a minute after its return");
        findings.require(
                last <= within.toMillis(),
                "reports were stored only " + last + " ms after the journal's return, later than " + within.toMillis());
    }

    /** Caller and model went on, on the same sideband. */
    void talkedOn(Collection<String> calls) {
        long least = Long.MAX_VALUE;
        for (String id : calls) {
            CallHistory call = history.call(id);
            long turns = call.of(Kind.TURN).stream().filter(this::inside).count();
            least = Math.min(least, turns);
            findings.require(turns >= TURNS, id, "had " + turns + " turns while the journal was away");
            findings.require(
                    call.of(Kind.DETACH).stream().noneMatch(this::inside),
                    id,
                    "lost its sideband while the journal was away");
            findings.require(call.live(), id, "did not outlive the journal's absence: " + call.endReason());
        }
        findings.figure("turns_inside_least", least);
    }

    /** What was asked for inside was declined soon, and not done afterwards. */
    void tools(Collection<String> calls) {
        Set<String> names = new TreeSet<>();
        int asked = 0;
        int unavailable = 0;
        for (String id : calls) {
            CallHistory call = history.call(id);
            for (Line tool : call.of(Kind.TOOL_CALL)) {
                if (tool.tMs() < outage.fromMs() || tool.tMs() > outage.toMs() - IN_VAIN_MS) {
                    continue;
                }
                asked++;
                names.add(tool.text("name"));
                unavailable += judge(call, tool) ? 1 : 0;
            }
        }
        findings.figure("tools_inside", asked).figure("tools_unavailable", unavailable);
        findings.require(
                names.size() >= EFFECTS,
                "not one tool of each effect was asked for while the journal was away: " + names);
    }

    /** Whether it was declined. */
    private boolean judge(CallHistory call, Line tool) {
        String toolCall = tool.text("tool_call_id");
        List<Line> outputs = call.of(Kind.TOOL_OUTPUT).stream()
                .filter(output -> output.text("tool_call_id").equals(toolCall))
                .toList();
        if (outputs.isEmpty()) {
            findings.require(false, call.id(), "the tool call " + toolCall + " of the outage was not answered");
            return false;
        }
        Line output = outputs.getFirst();
        findings.require(
                output.tMs() - tool.tMs() <= SOON_MS,
                call.id(),
                "the tool call " + toolCall + " of the outage was answered after " + (output.tMs() - tool.tMs())
                        + " ms");
        if (!output.text("text").contains(UNAVAILABLE)) {
            findings.require(
                    requests(call, toolCall) > 0,
                    call.id(),
                    "the tool call " + toolCall + " of the outage was answered as done and never sent");
            return false;
        }
        findings.require(
                requests(call, toolCall) == 0 || !output.text("text").contains("not used"),
                call.id(),
                "the tool call " + toolCall + " was declined as not used, and sent");
        return true;
    }

    private long requests(CallHistory call, String toolCall) {
        String prefix = call.id() + "/" + toolCall + "/";
        return history.stream(Kind.TOOL_REQUEST)
                .filter(request -> (request.text("request_id") + "/").startsWith(prefix))
                .count();
    }

    /** New calls were refused for now, at once. */
    void refused(Collection<String> newcomers) {
        long refusals = 0;
        long slowest = 0;
        for (String id : newcomers) {
            for (Line delivery : history.call(id).of(Kind.DELIVERY)) {
                if (!inside(delivery)) {
                    continue;
                }
                findings.require(
                        delivery.number("status") != TAKEN, id, "was taken while the journal was away: " + delivery);
                refusals += delivery.number("status") == NOT_NOW ? 1 : 0;
                slowest = Math.max(slowest, delivery.number("took_ms"));
            }
        }
        findings.figure("offers_503", refusals).figure("offers_slowest_ms", slowest);
        findings.require(refusals > 0, "no offer was refused while the journal was away: nothing was shown");
    }

    private boolean inside(Line line) {
        return outage.fromMs() <= line.tMs() && line.tMs() <= outage.toMs();
    }
}
