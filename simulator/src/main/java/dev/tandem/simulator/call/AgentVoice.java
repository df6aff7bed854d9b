package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.event.ErrorDetail;
import java.util.Optional;

/** The agent's mouth: at most one response at a time. */
final class AgentVoice {
    private final Call call;
    private AgentResponse last;
    private int requests;
    private long tokens;

    AgentVoice(Call call) {
        this.call = call;
    }

    /** Whether a response is being generated. */
    boolean isActive() {
        return last != null && last.isGenerating();
    }

    /** Starts a response; only while none is active. */
    void respond(AgentResponse response) {
        last = response;
        response.begin();
    }

    /** The rate limits after one more request. */
    ObjectNode rateLimits(long inputTokens) {
        requests++;
        tokens += inputTokens;
        return call.events().rateLimits(requests, tokens);
    }

    /** The caller spoke over it. */
    void bargedIn() {
        if (last != null) {
            last.cut();
        }
    }

    /** The client cancels what is being generated. */
    Optional<ErrorDetail> cancel(Optional<String> responseId) {
        if (!isActive() || responseId.filter(id -> !id.equals(last.id())).isPresent()) {
            return Optional.of(
                    ErrorDetail.invalid("response_cancel_not_active", "Cancellation failed: no active response found"));
        }
        last.cancel();
        return Optional.empty();
    }

    /** The client clears what is still to be played. */
    void clear() {
        if (last != null) {
            last.clear();
        }
    }

    /** The error for a second response beside an active one. */
    ErrorDetail alreadyActive() {
        String id = isActive() ? last.id() : "resp_pending";
        return ErrorDetail.invalid(
                "conversation_already_has_active_response",
                "Conversation already has an active response in progress: " + id
                        + ". Wait until the response is finished before creating a new one.");
    }
}
