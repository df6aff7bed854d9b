package dev.tandem.load.truth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Writes the truth of one call, as the simulator would. */
public final class TruthLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String callId;
    private final List<String> lines = new ArrayList<>();
    private int turns;

    private TruthLines(String callId) {
        this.callId = callId;
    }

    public static TruthLines of(String callId) {
        return new TruthLines(callId);
    }

    /** A call of a greeting and a question, from one moment to another. */
    public static TruthLines ordinary(String callId, long accepted, long ended) {
        return of(callId)
                .line(accepted, "accept")
                .line(accepted + 10, "attach")
                .line(accepted + 12, "greeting")
                .turn(accepted + 20, callId + "_a", "agent", "Hello.", true)
                .turn(accepted + 30, callId + "_b", "caller", "Grüezi, is anybody there?", true)
                .line(ended, "ended", "reason", "script_over");
    }

    public TruthLines line(long at, String kind, String... fields) {
        ObjectNode line =
                JSON.createObjectNode().put("t_ms", at).put("call_id", callId).put("kind", kind);
        for (int i = 0; i < fields.length; i += 2) {
            line.put(fields[i], fields[i + 1]);
        }
        lines.add(line.toString());
        return this;
    }

    public TruthLines turn(long at, String item, String speaker, String text, boolean delivered) {
        lines.add(JSON.createObjectNode()
                .put("t_ms", at)
                .put("call_id", callId)
                .put("kind", "turn")
                .put("item_id", item)
                .put("speaker", speaker)
                .put("text", text)
                .put("interrupted", false)
                .put("delivered", delivered)
                .put("index", turns++)
                .toString());
        return this;
    }

    public TruthLines truncated(long at, String item, boolean told) {
        lines.add(JSON.createObjectNode()
                .put("t_ms", at)
                .put("call_id", callId)
                .put("kind", "truncated")
                .put("item_id", item)
                .put("told", told)
                .toString());
        return this;
    }

    public TruthLines toolCall(long at, String id, String name) {
        lines.add(JSON.createObjectNode()
                .put("t_ms", at)
                .put("call_id", callId)
                .put("kind", "tool_call")
                .put("tool_call_id", id)
                .put("name", name)
                .put("delivered", true)
                .toString());
        return this;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public CallTruth truth() {
        return Truth.parse(lines.stream()).of(callId);
    }
}
