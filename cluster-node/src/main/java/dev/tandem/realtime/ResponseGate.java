package dev.tandem.realtime;

import java.util.HashSet;
import java.util.Set;

/**
 * Decides when we may ask the model to speak: for the greeting, or after tool outputs once every tool call of the
 * response is answered; one at a time, never while a response is active. All other responses are the server's own.
 */
final class ResponseGate {

    /** What to ask for next: nothing, the greeting, or a response to tool outputs. */
    enum Ask {
        NOTHING,
        GREETING,
        CONTINUE
    }

    private final Set<String> unanswered = new HashSet<>();
    private String active;
    private boolean asked;
    private Ask wanted = Ask.NOTHING;
    private Ask lastAsked = Ask.NOTHING;

    void wantGreeting() {
        wanted = Ask.GREETING;
    }

    /** Tool outputs were written before and nothing was said since. */
    void wantContinuation() {
        wanted = Ask.CONTINUE;
    }

    void toolRequested(String toolCallId) {
        unanswered.add(toolCallId);
    }

    void toolAnswered(String toolCallId) {
        unanswered.remove(toolCallId);
        wantContinuation();
    }

    void responseCreated(String responseId) {
        active = responseId;
        asked = false;
        // Whoever asked for it, it takes in every output written before.
        if (wanted == Ask.CONTINUE && unanswered.isEmpty()) {
            wanted = Ask.NOTHING;
        }
    }

    void responseDone(String responseId) {
        if (responseId.equals(active)) {
            active = null;
        }
    }

    /** The server refused our request because one of its own responses runs: ask again when that is done. */
    void refused() {
        if (asked) {
            asked = false;
            wanted = lastAsked;
        }
    }

    /** A new socket: what was active or asked for on the old one is unknown. */
    void reattached() {
        active = null;
        if (asked && lastAsked == Ask.CONTINUE) {
            wanted = Ask.CONTINUE;
        }
        asked = false;
    }

    boolean busy() {
        return active != null || asked || wanted != Ask.NOTHING || !unanswered.isEmpty();
    }

    boolean waitsForTools() {
        return !unanswered.isEmpty();
    }

    /** What to ask now; asking is assumed to happen. */
    Ask next() {
        if (wanted == Ask.NOTHING || active != null || asked || !unanswered.isEmpty()) {
            return Ask.NOTHING;
        }
        lastAsked = wanted;
        wanted = Ask.NOTHING;
        asked = true;
        return lastAsked;
    }
}
