package dev.tandem.simulator.call;

import dev.tandem.simulator.caller.ToolCall;
import dev.tandem.simulator.json.Json;

/** One function call of a response; its output comes from the client. */
final class FunctionCalling implements OutputPart {
    /** Time the model needs for the arguments, in human milliseconds. */
    private static final long WORK_MS = 120;

    private final AgentResponse response;
    private final Session session;
    private final int index;
    private final Item item;

    FunctionCalling(AgentResponse response, int index, ToolCall toolCall) {
        this.response = response;
        this.session = response.session();
        this.index = index;
        this.item = new Item(session.ids().fresh("item"), Item.Type.FUNCTION_CALL);
        item.name = toolCall.name();
        item.callId = session.ids().fresh("call");
        item.text = Json.write(toolCall.arguments().orElseGet(Json::object));
    }

    @Override
    public void begin() {
        response.announce(index, item);
        response.then(session.afterHuman(WORK_MS, this::call));
    }

    @Override
    public void breakOff() {
        item.status = "incomplete";
        response.settle(index, item);
    }

    private void call() {
        for (String chunk : Chunks.of(item.text)) {
            session.emit(session.events().argumentsDelta(response.id(), item.id, index, item.callId, chunk));
        }
        item.status = "completed";
        boolean delivered = session.emit(
                session.events().argumentsDone(response.id(), item.id, index, item.callId, item.name, item.text));
        response.settle(index, item);
        session.note(
                "tool_call",
                Json.object()
                        .put("item_id", item.id)
                        .put("tool_call_id", item.callId)
                        .put("name", item.name)
                        .put("arguments", item.text)
                        .put("delivered", delivered));
        if (!response.terms().beside()) {
            session.mind().functionCalled(item.callId);
        }
        response.made(item.textTokens());
        response.itemDone();
    }
}
