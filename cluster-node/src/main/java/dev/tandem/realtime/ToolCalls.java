package dev.tandem.realtime;

import dev.tandem.protocol.realtime.ClientEvent;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tool calls of one conversation, each to exactly one output. A tool runs only while this has not given it up, and an output
 * whose writing is in doubt is looked for under its own id before it is written again.
 */
final class ToolCalls {

    /** A question for an output that stays unanswered is repeated so often; then the output is written. */
    private static final int MAX_CHECKS = 3;

    private static final Duration CHECK_AGAIN = Duration.ofSeconds(2);

    private static final String UNAVAILABLE = "{\"error\":\"The tool is temporarily unavailable and was not used.\"}";
    private static final String UNKNOWN =
            "{\"error\":\"The tool is temporarily unavailable; it is not known whether this was done.\"}";

    private enum Output {
        /** Not written, as far as anyone knows. */
        OWED,
        /** Written to the socket; the provider has not said that it has it. */
        SENT,
        /** It may have been written to a socket that is gone. */
        IN_DOUBT
    }

    private static final class Open {
        private final long sinceNanos;
        private final Duration limit;
        private final boolean mayTakeLong;
        private Output state = Output.OWED;
        private String text;
        private String eventId;
        private long checkedNanos;
        private int checks;
        private boolean journalled;
        private boolean wanted;
        private boolean granted;
        private boolean givenUp;

        private Open(long sinceNanos, Duration limit, boolean mayTakeLong) {
            this.sinceNanos = sinceNanos;
            this.limit = limit;
            this.mayTakeLong = mayTakeLong;
        }
    }

    private final Agent agent;
    private final Attachment line;
    private final ResponseGate gate;
    private final Duration patience;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();

    /** @param patience see {@link RealtimeSettings#toolPatience} */
    ToolCalls(Sideband sideband, Attachment line, ResponseGate gate, Duration patience, long nowNanos) {
        this.agent = sideband.agent();
        this.line = line;
        this.gate = gate;
        this.patience = patience;
        adopt(sideband.openTools(), nowNanos);
    }

    /** Tool calls that the call has open; those that this never heard of were a session's before it, whatever it did with them. */
    void adopt(Set<String> openTools, long nowNanos) {
        for (String toolCallId : openTools) {
            if (!seen.contains(toolCallId)) {
                Open call = open(toolCallId, longestTimeout(), true, nowNanos);
                call.journalled = true;
                call.granted = true;
                call.state = Output.IN_DOUBT;
                call.checkedNanos = nowNanos;
            }
        }
    }

    /** The model asks for a tool; true the first time. */
    boolean asked(String toolCallId, String name, long nowNanos) {
        if (seen.contains(toolCallId)) {
            return false;
        }
        Tool tool = agent.tools().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        boolean http = tool instanceof Tool.Http;
        open(toolCallId, http ? ((Tool.Http) tool).timeout() : patience, http, nowNanos);
        return true;
    }

    private Open open(String toolCallId, Duration limit, boolean mayTakeLong, long nowNanos) {
        Open call = new Open(nowNanos, limit, mayTakeLong);
        seen.add(toolCallId);
        open.put(toolCallId, call);
        gate.toolRequested(toolCallId);
        return call;
    }

    private Duration longestTimeout() {
        return agent.tools().stream()
                .filter(Tool.Http.class::isInstance)
                .map(tool -> ((Tool.Http) tool).timeout())
                .max(Duration::compareTo)
                .orElse(patience);
    }

    /** The request is in the journal: what becomes of it is the call's to say. */
    void journalled(String toolCallId) {
        Open call = open.get(toolCallId);
        if (call != null) {
            call.journalled = true;
        }
    }

    /** The call would run the tool now. */
    void ready(String toolCallId) {
        Open call = open.get(toolCallId);
        if (call != null) {
            call.journalled = true;
            call.wanted = true;
        }
    }

    /** Tools that the call may run: from here on they are not given up as if they had not run. */
    List<String> granted() {
        List<String> granted = new ArrayList<>(1);
        open.forEach((toolCallId, call) -> {
            if (call.wanted && !call.givenUp && call.state == Output.OWED) {
                call.wanted = false;
                call.granted = true;
                granted.add(toolCallId);
            }
        });
        return granted;
    }

    /** The call has nothing open under that id. */
    void closed(String toolCallId) {
        open.remove(toolCallId);
        gate.toolClosed(toolCallId);
    }

    /** The call knows what the model is to be told; too late for one that was given up, and once is enough. */
    void answer(String toolCallId, String output) {
        Open call = open.get(toolCallId);
        if (call != null && call.text == null) {
            call.text = output;
        }
    }

    /** Tool calls whose patience ran out; the model is told so, and whatever the call says of them later is not. */
    List<String> giveUp(long nowNanos) {
        List<String> givenUp = new ArrayList<>();
        open.forEach((toolCallId, call) -> {
            boolean waits = call.text == null && call.state == Output.OWED && !call.givenUp;
            if (waits && nowNanos - call.sinceNanos > limit(call)) {
                call.givenUp = true;
                call.text = call.granted ? UNKNOWN : UNAVAILABLE;
                givenUp.add(toolCallId);
            }
        });
        return givenUp;
    }

    /** What the call does itself has its answer with the journal's next word; only a tenant's service can keep it waiting. */
    private long limit(Open call) {
        if (!call.journalled) {
            return call.limit.toNanos();
        }
        return call.mayTakeLong ? call.limit.plus(patience).toNanos() : Long.MAX_VALUE;
    }

    boolean anyWaitsLonger(Duration time, long nowNanos) {
        return open.values().stream()
                .anyMatch(call -> call.text == null && nowNanos - call.sinceNanos > time.toNanos());
    }

    /** A new socket: what was sent on the one before may have arrived or not. */
    void attached(long nowNanos) {
        open.forEach((toolCallId, call) -> {
            if (call.state == Output.SENT) {
                call.state = Output.IN_DOUBT;
                gate.toolRequested(toolCallId);
            }
            if (call.state == Output.IN_DOUBT) {
                call.checks = 0;
                check(toolCallId, call, nowNanos);
            }
        });
        write();
    }

    private void check(String toolCallId, Open call, long nowNanos) {
        call.checks++;
        call.checkedNanos = nowNanos;
        call.eventId = line.nextEventId();
        line.send(new ClientEvent.RetrieveItem(call.eventId, ToolOutput.itemId(toolCallId)));
    }

    void tick(long nowNanos) {
        if (!line.isOpen()) {
            return;
        }
        open.forEach((toolCallId, call) -> {
            if (call.state == Output.IN_DOUBT && nowNanos - call.checkedNanos > CHECK_AGAIN.toNanos()) {
                if (call.checks < MAX_CHECKS) {
                    check(toolCallId, call, nowNanos);
                } else {
                    call.state = Output.OWED;
                }
            }
        });
        write();
    }

    void write() {
        if (!line.isOpen()) {
            return;
        }
        for (Map.Entry<String, Open> each : open.entrySet()) {
            Open call = each.getValue();
            if (call.text == null || call.state != Output.OWED) {
                continue;
            }
            call.eventId = line.nextEventId();
            if (!line.send(new ClientEvent.AnswerTool(
                    call.eventId, ToolOutput.itemId(each.getKey()), each.getKey(), call.text))) {
                return;
            }
            call.state = Output.SENT;
            gate.toolAnswered(each.getKey());
        }
    }

    /** The provider has the output of a tool call: true when the journal must learn of it. */
    boolean written(String toolCallId) {
        Open call = open.remove(toolCallId);
        if (call == null) {
            return false;
        }
        gate.toolClosed(toolCallId);
        return !call.givenUp;
    }

    /** The tool call whose output drew this error, to be taken as written since it cannot be; null when none did. */
    String refused(String clientEventId) {
        for (Map.Entry<String, Open> each : open.entrySet()) {
            Open call = each.getValue();
            if (clientEventId == null || !clientEventId.equals(call.eventId)) {
                continue;
            }
            if (call.state == Output.SENT) {
                return each.getKey();
            }
            // There is no such item: it never arrived.
            call.state = Output.OWED;
            call.eventId = null;
            write();
            return null;
        }
        return null;
    }
}
