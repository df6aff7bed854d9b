package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.Optional;

/** One use of a remote tool in a response: the vendor calls it, or asks the client for its approval. */
final class RemoteCalling implements OutputPart {
    /** Time the remote server needs, in human milliseconds. */
    private static final long WORK_MS = 300;

    private final AgentResponse response;
    private final Session session;
    private final int index;
    private final RemoteUse use;
    private final Item item;

    RemoteCalling(AgentResponse response, int index, RemoteUse use) {
        this.response = response;
        this.session = response.session();
        this.index = index;
        this.use = use;
        this.item = new Item(session.ids().fresh(use.asksFirst() ? "mcpr" : "mcp"), Item.Type.REMOTE);
        item.name = use.name();
        item.text = use.arguments();
        item.remote = Json.object()
                .put("type", use.asksFirst() ? "mcp_approval_request" : "mcp_call")
                .put("id", item.id)
                .put("server_label", use.server())
                .put("name", use.name())
                .put("arguments", use.asksFirst() ? use.arguments() : "");
        if (!use.asksFirst()) {
            item.remote.put("approval_request_id", use.approval().orElse(null));
        }
    }

    @Override
    public void begin() {
        response.announce(index, item);
        if (use.asksFirst()) {
            session.remoteTools().asked(item.id, use);
            session.mind().functionCalled(item.id);
            close();
            return;
        }
        for (String chunk : Chunks.of(use.arguments())) {
            session.emit(session.events().remoteArgumentsDelta(response.id(), item.id, index, chunk));
        }
        item.remote.put("arguments", use.arguments());
        session.emit(session.events().remoteArgumentsDone(response.id(), item.id, index, use.arguments()));
        session.emit(session.events().remoteCall("in_progress", item.id, index));
        response.then(session.afterHuman(WORK_MS, this::answered));
    }

    @Override
    public void breakOff() {
        fail("The call was cancelled.");
        response.settle(index, item);
    }

    private void answered() {
        Optional<String> output = use.output();
        output.ifPresentOrElse(
                text -> {
                    item.remote.put("output", text).putNull("error");
                    session.emit(session.events().remoteCall("completed", item.id, index));
                },
                () -> fail("The remote server cannot be reached."));
        session.note(
                "remote_call",
                Json.object()
                        .put("item_id", item.id)
                        .put("server", use.server())
                        .put("name", use.name())
                        .put("arguments", use.arguments())
                        .put("failed", output.isEmpty()));
        close();
    }

    private void fail(String message) {
        ObjectNode error = item.remote.putNull("output").putObject("error");
        error.put("type", "tool_execution_error").put("message", message);
        session.emit(session.events().remoteCall("failed", item.id, index));
    }

    private void close() {
        response.settle(index, item);
        response.made(item.textTokens());
        response.itemDone();
    }
}
