package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.audio.Speech;
import dev.tandem.simulator.caller.Pace;
import dev.tandem.simulator.json.Json;
import java.util.Base64;

/** One item of a conversation. */
final class Item {
    /** What an item is. */
    enum Type {
        CALLER_AUDIO,
        AGENT_AUDIO,
        AGENT_TEXT,
        FUNCTION_CALL,
        FUNCTION_OUTPUT,
        TEXT_MESSAGE,
        /** Of the Model Context Protocol; {@link #remote} is the whole of it. */
        REMOTE
    }

    /** The vendor counts about four characters as one token. */
    private static final int CHARACTERS_PER_TOKEN = 4;
    /** Caller audio is one token per 100 ms. */
    private static final int CALLER_MS_PER_TOKEN = 100;
    /** Agent audio is one token per 50 ms. */
    private static final int AGENT_MS_PER_TOKEN = 50;

    /** Ten seconds of the widest format. */
    private static final int MAX_KEPT_AUDIO = 480_000;

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
    /** Which attach of a sideband its final words reached; 0 is none. */
    int wordsTo;

    private byte[] audio = new byte[0];
    /** Content parts as the client gave them, when they are more than one text. */
    ObjectNode given;
    /** The fields of an item of the Model Context Protocol. */
    ObjectNode remote;

    Item(String id, Type type) {
        this.id = id;
        this.type = type;
    }

    /** Keeps the sound of a caller's turn for {@code conversation.item.retrieve}, unless it is very long. */
    void keepAudio(byte[] bytes) {
        if (bytes.length <= MAX_KEPT_AUDIO) {
            audio = bytes;
        }
    }

    /** The sound of this turn is not needed any more. */
    void forgetAudio() {
        audio = new byte[0];
    }

    /** The item with its sound, as only {@code conversation.item.retrieved} shows it. */
    ObjectNode jsonWithAudio(AudioFormat format, double speed) {
        ObjectNode node = json(false);
        if (type == Type.AGENT_AUDIO) {
            byte[] sound = new Speech(text, format, Math.round(Pace.speechMs(text) / speed)).between(0, audioMs);
            ((ObjectNode) node.at("/content/0"))
                    .put("audio", Base64.getEncoder().encodeToString(sound));
        } else if (audio.length > 0) {
            ((ObjectNode) node.at("/content/0"))
                    .put("audio", Base64.getEncoder().encodeToString(audio));
        }
        return node;
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

    /** Whether a caller or user said it. */
    boolean isByUser() {
        return type == Type.CALLER_AUDIO || type == Type.TEXT_MESSAGE && role.equals("user");
    }

    /** Whether it only says which tools a remote server has. */
    boolean isToolListing() {
        return type == Type.REMOTE && remote.path("type").asText().equals("mcp_list_tools");
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
            case AGENT_TEXT -> {
                message(node, "assistant");
                var content = node.putArray("content");
                if (!empty) {
                    content.addObject().put("type", "output_text").put("text", text);
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
            case TEXT_MESSAGE -> written(node);
            case REMOTE -> node.remove("object");
        }
        return type == Type.REMOTE ? node.setAll(remote.deepCopy()) : node;
    }

    private void written(ObjectNode node) {
        message(node, role);
        if (given != null) {
            node.set("content", given.path("content").deepCopy());
        } else {
            node.putArray("content")
                    .addObject()
                    .put("type", role.equals("assistant") ? "output_text" : "input_text")
                    .put("text", text);
        }
    }

    private void message(ObjectNode node, String speaker) {
        node.put("type", "message").put("status", status).put("role", speaker);
    }
}
