package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The remote servers of a session's {@code mcp} tools.
 *
 * <p>Nothing is called over the network: a server lists the tools that {@code allowed_tools} names (else one tool,
 * {@code search}) and each of them answers with its own arguments; one whose host ends in {@code .invalid}, a name
 * that never resolves, cannot be reached.
 */
final class RemoteTools {
    /** Time a server needs to list its tools, in human milliseconds. */
    private static final long LISTING_MS = 300;

    private static final int MAX_SERVERS = 32;
    private static final int MAX_OPEN_APPROVALS = 100;

    private final Session session;
    private final Map<String, JsonNode> servers = new TreeMap<>();
    private final Map<String, RemoteUse> asked = new HashMap<>();
    private final List<RemoteUse> approved = new ArrayList<>();

    RemoteTools(Session session) {
        this.session = session;
    }

    /** The session's tools may have changed: new servers are listed. */
    void configured() {
        for (JsonNode tool : session.config().tools()) {
            String label = tool.path("server_label").asText("");
            boolean known = tool.equals(servers.get(label));
            if (tool.path("type").asText().equals("mcp") && !known && servers.size() < MAX_SERVERS) {
                servers.put(label, tool);
                list(label, tool);
            }
        }
    }

    /** The server that offers a tool of this name in some {@code tools}. */
    static Optional<JsonNode> serverOf(String name, JsonNode tools) {
        for (JsonNode tool : tools) {
            if (tool.path("type").asText().equals("mcp") && names(tool).contains(name)) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    /** The use of a server's tool; {@code name} empty means its first one. */
    static RemoteUse use(JsonNode server, String name, ObjectNode arguments, Optional<String> output) {
        String label = server.path("server_label").asText();
        String tool = name.isEmpty() ? names(server).getFirst() : name;
        String written = Json.write(arguments);
        Optional<String> answer = isReachable(server) ? output.or(() -> Optional.of(written)) : Optional.empty();
        // The vendor's default is to ask.
        boolean asks = !server.path("require_approval").asText("always").equals("never");
        return new RemoteUse(label, tool, written, answer, Optional.empty(), asks);
    }

    /** The client is asked for its approval. */
    void asked(String approvalRequestId, RemoteUse use) {
        if (asked.size() < MAX_OPEN_APPROVALS) {
            asked.put(approvalRequestId, use);
        }
    }

    /** Whether an approval of this id is open. */
    boolean isAsked(String approvalRequestId) {
        return asked.containsKey(approvalRequestId);
    }

    /** The client's word. */
    void decided(String approvalRequestId, boolean approve) {
        RemoteUse use = asked.remove(approvalRequestId);
        if (use != null && approve) {
            approved.add(use.approvedBy(approvalRequestId));
        }
    }

    /** What was approved and not yet done; it is handed out once. */
    List<RemoteUse> takeApproved() {
        List<RemoteUse> uses = List.copyOf(approved);
        approved.clear();
        return uses;
    }

    private void list(String label, JsonNode server) {
        Item item = new Item(session.ids().fresh("mcpl"), Item.Type.REMOTE);
        item.remote =
                Json.object().put("type", "mcp_list_tools").put("id", item.id).put("server_label", label);
        ArrayNode tools = item.remote.putArray("tools");
        Optional<String> previous = session.conversation().add(item);
        session.emitAdded(previous, item.json(true));
        session.emit(session.events().remoteListing("in_progress", item.id));
        session.afterHuman(LISTING_MS, () -> {
            if (isReachable(server)) {
                for (String name : names(server)) {
                    ObjectNode tool =
                            tools.addObject().put("name", name).put("description", "Remote tool " + name + ".");
                    tool.putObject("input_schema").put("type", "object").putObject("properties");
                    tool.putNull("annotations");
                }
                session.emit(session.events().remoteListing("completed", item.id));
            } else {
                session.emit(session.events().remoteListing("failed", item.id));
            }
            session.emit(session.events()
                    .item("conversation.item.done", session.conversation().before(item.id), item.json(false)));
        });
    }

    private static List<String> names(JsonNode server) {
        JsonNode allowed = server.path("allowed_tools");
        JsonNode list = allowed.isArray() ? allowed : allowed.path("tool_names");
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        return names.isEmpty() ? List.of("search") : names;
    }

    private static boolean isReachable(JsonNode server) {
        return !server.path("server_url").asText("").matches("(?i)[a-z]+://[^/]*\\.invalid(:\\d+)?(/.*)?");
    }
}
