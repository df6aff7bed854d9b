package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;

/** One item of a conversation. */
final class Item {
    /** What an item is. */
    enum Type {
        CALLER_AUDIO,
        AGENT_AUDIO,
        FUNCTION_CALL,
        FUNCTION_OUTPUT,
        TEXT_MESSAGE
    }

    /** The vendor counts about four characters as one token. */
    private static final int CHARACTERS_PER_TOKEN = 4;
    /** Caller audio is one token per 100 ms. */
    private static final int CALLER_MS_PER_TOKEN = 100;
    /** Agent audio is one token per 50 ms. */
    private static final int AGENT_MS_PER_TOKEN = 50;

    final String id;
    final Type type;
    String status = "in_progress";
    String role = "";
    String text = "";
    /** Length of its audio in human milliseconds. */
    long audioMs;

    String name = "";
    String callId = "";
    boolean transcribed;

    Item(String id, Type type) {
        this.id = id;
        this.type = type;
    }

    static int textTokens(int characters) {
        return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    int audioTokens() {
        long perToken = type == Type.CALLER_AUDIO ? CALLER_MS_PER_TOKEN : AGENT_MS_PER_TOKEN;
        return (int) (audioMs / perToken);
    }

    /** Caller audio has no text for the model; the transcript comes from another model. */
    int textTokens() {
        return type == Type.CALLER_AUDIO ? 0 : textTokens(text.length() + name.length());
    }

    /** The item as events carry it; {@code empty} leaves out what was not produced yet. */
    ObjectNode json(boolean empty) {
        ObjectNode node = Json.object().put("id", id).put("object", "realtime.item");
        switch (type) {
            case CALLER_AUDIO -> {
                message(node, "user");
                ObjectNode part = node.putArray("content").addObject().put("type", "input_audio");
                part.put("transcript", transcribed ? text : null);
            }
            case AGENT_AUDIO -> {
                message(node, "assistant");
                var content = node.putArray("content");
                if (!empty) {
                    content.addObject().put("type", "output_audio").put("transcript", text);
                }
            }
            case FUNCTION_CALL ->
                node.put("type", "function_call")
                        .put("status", status)
                        .put("name", name)
                        .put("call_id", callId)
                        .put("arguments", empty ? "" : text);
            case FUNCTION_OUTPUT ->
                node.put("type", "function_call_output")
                        .put("status", status)
                        .put("call_id", callId)
                        .put("output", text);
            case TEXT_MESSAGE -> {
                message(node, role);
                node.putArray("content")
                        .addObject()
                        .put("type", role.equals("assistant") ? "output_text" : "input_text")
                        .put("text", text);
            }
        }
        return node;
    }

    private void message(ObjectNode node, String speaker) {
        node.put("type", "message").put("status", status).put("role", speaker);
    }
}
