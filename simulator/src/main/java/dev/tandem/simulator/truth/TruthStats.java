package dev.tandem.simulator.truth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counters derived from the history line by line: live is from a successful accept until the end. */
final class TruthStats {
    /** The kinds whose number is a counter, and the counter's name. */
    private static final Map<String, String> COUNTED = new LinkedHashMap<>();

    static {
        COUNTED.put("offer", "offered");
        COUNTED.put("accept", "accepted");
        COUNTED.put("accept_refused", "accepts_refused");
        COUNTED.put("reject", "rejected");
        COUNTED.put("refer", "referred");
        COUNTED.put("attach", "attaches");
        COUNTED.put("attach_refused", "attaches_refused");
        COUNTED.put("detach", "detaches");
        COUNTED.put("delivery", "deliveries");
        COUNTED.put("greeting", "greetings");
        COUNTED.put("tool_call", "tool_calls");
        COUNTED.put("tool_output", "tool_outputs");
        COUNTED.put("tool_effect", "tool_effects");
        COUNTED.put("tool_request", "tool_requests");
        COUNTED.put("text_request", "text_requests");
        COUNTED.put("turn", "turns");
        COUNTED.put("client_error", "client_errors");
        COUNTED.put("ended", "ended");
    }

    /** Numbers whose maximum is kept; further ones only count in the whole. */
    private static final int MAX_NUMBERS = 10_000;

    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, String> liveCalls = new HashMap<>();
    private final Map<String, Integer> greetings = new HashMap<>();
    private final Map<String, Integer> liveByTo = new TreeMap<>();
    private final Map<String, Integer> maxLiveByTo = new TreeMap<>();
    private int maxLive;
    private long secondAccepts;
    private long greetingsOverOne;

    void observe(TruthLine line) {
        counts.merge(line.kind(), 1L, Long::sum);
        switch (line.kind()) {
            case "accept" -> accepted(line);
            case "accept_refused" -> secondAccepts += line.text("reason").equals("call_already_accepted") ? 1 : 0;
            case "greeting" -> greeted(line);
            case "ended" -> ended(line);
            default -> {
                // The other kinds are only counted.
            }
        }
    }

    private void accepted(TruthLine line) {
        String to = line.text("to");
        liveCalls.put(line.callId(), to);
        maxLive = Math.max(maxLive, liveCalls.size());
        int live = liveByTo.merge(to, 1, Integer::sum);
        if (maxLiveByTo.size() < MAX_NUMBERS || maxLiveByTo.containsKey(to)) {
            maxLiveByTo.merge(to, live, Math::max);
        }
    }

    private void greeted(TruthLine line) {
        if (greetings.merge(line.callId(), 1, Integer::sum) > 1) {
            greetingsOverOne++;
        }
    }

    private void ended(TruthLine line) {
        greetings.remove(line.callId());
        String to = liveCalls.remove(line.callId());
        if (to != null) {
            liveByTo.computeIfPresent(to, (number, live) -> live == 1 ? null : live - 1);
        }
    }

    ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("live", liveCalls.size());
        liveByTo.forEach(node.putObject("live_by_to")::put);
        node.put("max_live", maxLive);
        maxLiveByTo.forEach(node.putObject("max_live_by_to")::put);
        COUNTED.forEach((kind, name) -> node.put(name, counts.getOrDefault(kind, 0L)));
        node.put("second_accepts", secondAccepts);
        node.put("greetings_over_one", greetingsOverOne);
        return node;
    }
}
