package dev.tandem.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.api.ServerSentEvents;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Follows the nodes' live feeds, each of which knows its own calls: prints what is said as it falls, and wakes those who wait for news of a call. */
final class LiveWords implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHORT_ID = 6;
    private static final long RECONNECT_MS = 500;

    private final PrintStream out;
    private final boolean coloured;
    private final Set<String> printed = ConcurrentHashMap.newKeySet();
    private final Map<String, Semaphore> news = new ConcurrentHashMap<>();
    private final Set<HttpJson> connected = ConcurrentHashMap.newKeySet();
    private final CountDownLatch allConnected;
    private final CountDownLatch closed = new CountDownLatch(1);

    private final List<Thread> followers;

    LiveWords(List<HttpJson> nodes, PrintStream out, boolean coloured) {
        this.allConnected = new CountDownLatch(nodes.size());
        this.followers = nodes.stream()
                .map(node -> Thread.ofVirtual().name("live-words").unstarted(() -> follow(node)))
                .toList();
        this.out = out;
        this.coloured = coloured;
    }

    /** Begins to follow; returns when every feed has said what is there, or after 5 s without. */
    void open() throws InterruptedException {
        followers.forEach(Thread::start);
        allConnected.await(5, TimeUnit.SECONDS);
    }

    /** Waits until a feed has news of this call, at most so long. */
    void awaitNews(String callId, Duration atMost) throws InterruptedException {
        Semaphore bell = news.computeIfAbsent(callId, id -> new Semaphore(0));
        if (bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            bell.drainPermits();
        }
    }

    static String shortId(String callId) {
        return callId.substring(Math.max(0, callId.length() - SHORT_ID));
    }

    private void follow(HttpJson node) {
        try {
            do {
                try {
                    node.follow("/api/v1/calls/live", event -> {
                        if (connected.add(node)) {
                            allConnected.countDown();
                        }
                        show(event);
                    });
                } catch (IOException dropped) {
                    // The feed is a comfort; the verdict comes from the API. It is taken up again.
                }
            } while (!closed.await(RECONNECT_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void show(ServerSentEvents.Event event) {
        JsonNode data;
        try {
            data = JSON.readTree(event.data());
        } catch (JsonProcessingException foreign) {
            return;
        }
        String call = data.path("call_id").asText("");
        switch (event.name()) {
            case "turn" -> turn(call, data);
            case "tool" -> tool(call, data);
            case "call" -> news.computeIfAbsent(call, id -> new Semaphore(0)).release();
            default -> {
                // The feed may learn to say more.
            }
        }
    }

    private void turn(String call, JsonNode turn) {
        if (printed.add(call + " " + turn.path("item_id").asText())) {
            boolean agent = turn.path("speaker").asText().equals("agent");
            String end = turn.path("interrupted").asBoolean() ? " [interrupted]" : "";
            print(
                    call,
                    agent ? "agent" : "caller",
                    agent ? "32" : "36",
                    turn.path("text").asText() + end);
        }
    }

    private void tool(String call, JsonNode tool) {
        String outcome = tool.path("outcome").asText("");
        if (!outcome.isEmpty()
                && printed.add(call + " " + tool.path("tool_call_id").asText())) {
            print(call, "tool", "33", tool.path("name").asText() + ": " + outcome);
        }
    }

    private void print(String call, String who, String colour, String text) {
        // What callers say must not steer the terminal.
        String plain = text.replaceAll("\\p{Cc}", " ");
        String line = coloured
                ? String.format("\033[2m%6s\033[0m  \033[%sm%-6s\033[0m  %s", shortId(call), colour, who, plain)
                : String.format("%6s  %-6s  %s", shortId(call), who, plain);
        out.println(line);
    }

    @Override
    public void close() {
        closed.countDown();
        followers.forEach(Thread::interrupt);
    }
}
