package dev.tandem.protocol.realtime;

import dev.tandem.protocol.json.Fields;

/** Reads conversation items. */
final class Items {

    private Items() {}

    /**
     * The item; one that lacks what its type needs (a role, a call id, a name) is {@link Item.Other}, for it still has a place in the
     * conversation's order.
     *
     * @param completeUnlessSaid whether an item without a status counts as complete: so where the event itself says that it is done
     * @throws Fields.UnusableField when it has no id
     */
    static Item read(Fields item, boolean completeUnlessSaid) {
        String id = item.id("id");
        String type = item.text("type", "");
        String status = item.text("status");
        boolean complete = status == null ? completeUnlessSaid : status.equals("completed");
        String toolCallId = item.idOrNull("call_id");
        String role = item.text("role");
        String name = item.text("name");
        return switch (type) {
            case "message" ->
                role == null ? new Item.Other(id, type) : new Item.Message(id, role, transcript(item), complete);
            case "function_call" ->
                toolCallId == null || name == null
                        ? new Item.Other(id, type)
                        : new Item.FunctionCall(id, toolCallId, name, item.jsonText("arguments"), complete);
            case "function_call_output" ->
                toolCallId == null ? new Item.Other(id, type) : new Item.FunctionCallOutput(id, toolCallId);
            default -> new Item.Other(id, type);
        };
    }

    private static String transcript(Fields item) {
        StringBuilder words = null;
        for (Fields part : item.objects("content")) {
            String said = part.text("transcript", part.text("text"));
            if (said != null) {
                words = words == null ? new StringBuilder() : words;
                words.append(said);
            }
        }
        return words == null ? null : words.toString();
    }
}
