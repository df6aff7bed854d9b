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
    /** A response runs of which only a refusal told us. */
    private boolean otherRuns;
    /** Whether a continuation that was wanted before the socket was lost has happened is not known yet. */
    private boolean inDoubt;

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

    /** Nobody waits for an output of that tool call any more; nothing new was written. */
    void toolClosed(String toolCallId) {
        unanswered.remove(toolCallId);
    }

    void responseCreated(String responseId) {
        active = responseId;
        asked = false;
        otherRuns = false;
        // Whoever asked for it, it takes in every output written before.
        if (wanted == Ask.CONTINUE && unanswered.isEmpty()) {
            wanted = Ask.NOTHING;
        }
    }

    /** {@code spoke}: the agent said something in it. */
    void responseDone(String responseId, boolean spoke) {
        if (responseId.equals(active)) {
            active = null;
        }
        if (otherRuns) {
            otherRuns = false;
            if (spoke && wanted == Ask.CONTINUE && unanswered.isEmpty()) {
                wanted = Ask.NOTHING;
            }
        }
    }

    /** The server refused our request because one of its own responses runs: ask again when that is done. */
    void refused() {
        if (asked) {
            asked = false;
            wanted = lastAsked;
            otherRuns = active == null;
        }
    }

    /** The socket is gone: what was active or asked for on it is unknown. */
    void detached() {
        inDoubt |= wanted == Ask.CONTINUE || asked && lastAsked == Ask.CONTINUE;
        if (wanted == Ask.CONTINUE) {
            wanted = Ask.NOTHING;
        }
        active = null;
        asked = false;
        otherRuns = false;
    }

    /** A session before this one owed a continuation, as far as the journal knows. */
    void mayOweContinuation() {
        inDoubt = true;
    }

    /** What the conversation ends with, as far as it could be found out: after a tool's output somebody must speak. */
    void endsWithOutput(boolean output) {
        if (output && wanted == Ask.NOTHING) {
            wanted = Ask.CONTINUE;
        }
        inDoubt = false;
    }

    /** It could not be found out: rather a word too many than a caller who waits for ever. */
    void endIsUnknown() {
        endsWithOutput(inDoubt);
    }

    boolean busy() {
        return active != null || asked || inDoubt || wanted != Ask.NOTHING || !unanswered.isEmpty();
    }

    boolean waitsForTools() {
        return !unanswered.isEmpty();
    }

    /** What to ask now; asking is assumed to happen. */
    Ask next() {
        if (wanted == Ask.NOTHING || active != null || asked || otherRuns || !unanswered.isEmpty()) {
            return Ask.NOTHING;
        }
        lastAsked = wanted;
        wanted = Ask.NOTHING;
        asked = true;
        return lastAsked;
    }
}
