package dev.tandem.launcher.demo;

import com.sun.net.httpserver.HttpExchange;
import dev.tandem.launcher.FakeServer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that follow from their ids alone, so that a simulator and a node in two processes tell the same. */
final class FakeCalls {
    final Set<String> running = ConcurrentHashMap.newKeySet();
    final AtomicInteger mostAtATime = new AtomicInteger();
    private final Map<String, AtomicInteger> polls = new ConcurrentHashMap<>();
    private final AtomicInteger offered = new AtomicInteger();

    FakeServer simulator(FakeServer server) {
        return server.on("/simulator/ready", 200, "")
                .on(
                        "/simulator/tools",
                        200,
                        "[{\"type\":\"function\",\"name\":\"lookup_order\",\"parameters\":{\"type\":\"object\"}}]")
                .on("/simulator/calls", this::offer)
                .on("/simulator/truth", exchange -> FakeServer.reply(exchange, 200, truth(query(exchange))));
    }

    FakeServer node(FakeServer server) {
        return server.on("/ready", 200, "")
                .on("/api/v1/concurrency", 200, "{}")
                .on("/api/v1/calls/live", 200, "event: snapshot\ndata: {\"calls\":[]}\n\n")
                .on("/api/v1/calls/", this::show);
    }

    private void offer(HttpExchange exchange) throws IOException {
        int number = offered.incrementAndGet();
        String id = "rtc_" + number;
        running.add(id);
        mostAtATime.accumulateAndGet(running.size(), Math::max);
        FakeServer.reply(exchange, 201, "{\"call_id\":\"" + id + "\"}");
    }

    /** First unknown, then running, then ended, then summarised: as a read side would show it. */
    private void show(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        int poll = polls.computeIfAbsent(id, call -> new AtomicInteger()).incrementAndGet();
        if (poll == 1) {
            FakeServer.reply(exchange, 404, "{\"detail\":\"There is no such call.\"}");
            return;
        }
        boolean ended = poll > 2 && !id.endsWith("stuck");
        if (ended) {
            running.remove(id);
        }
        FakeServer.reply(exchange, 200, call(id, ended ? "finished" : "running", poll > 3 && ended));
    }

    static String call(String id, String status, boolean summarised) {
        return """
                {"id":"%s","tenant":"acme","status":"%s","turns":2,"tool_calls":[{"name":"lookup_order"}],"gaps":[],
                 "termination":{"result":"finished","reason":"caller_left"},"duration_ms":1500,"setup_ms":40,"cost":{"total":0.01},
                 "summary":{"state":"%s","summary":"They greeted."},
                 "transcript":[{"item_id":"a","speaker":"agent","text":"Hello","interrupted":false},
                               {"item_id":"b","speaker":"caller","text":"I am %s","interrupted":false}]}
                """.formatted(id, status, summarised ? "ready" : "pending", id);
    }

    static String truth(String id) {
        return """
                {"call_id":"%1$s","kind":"turn","index":0,"item_id":"a","speaker":"agent","text":"Hello","interrupted":false,"delivered":true}
                {"call_id":"%1$s","kind":"turn","index":1,"item_id":"b","speaker":"caller","text":"I am %1$s","interrupted":false,"delivered":true}
                """.formatted(id);
    }

    static String query(HttpExchange exchange) {
        return exchange.getRequestURI().getQuery().replaceFirst("call_id=", "");
    }
}
