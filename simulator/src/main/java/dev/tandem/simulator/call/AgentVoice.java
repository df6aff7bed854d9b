package dev.tandem.simulator.call;

import dev.tandem.simulator.event.ErrorDetail;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** The agent's mouth: at most one response at a time in the conversation, and some beside it. */
final class AgentVoice {
    /** More responses beside the conversation than a client can use at a time. */
    private static final int MAX_BESIDE = 32;

    private static final int MAX_FATES = 1_000;

    private final Session session;
    private final Map<String, AgentResponse> beside = new LinkedHashMap<>();
    private final Queue<Fate> fates = new ArrayDeque<>();
    private AgentResponse last;

    AgentVoice(Session session) {
        this.session = session;
    }

    /** Whether a response of the conversation is being generated. */
    boolean isActive() {
        return last != null && last.isGenerating();
    }

    /** Starts a response; only while none is active. */
    void respond(AgentResponse response) {
        last = response;
        session.idle().stop();
        response.begin();
    }

    /** Starts a response beside the conversation. */
    Optional<ErrorDetail> respondBeside(AgentResponse response) {
        if (beside.size() >= MAX_BESIDE) {
            return Optional.of(ErrorDetail.invalid("too_many_responses", "Too many out-of-band responses are active."));
        }
        beside.put(response.id(), response);
        response.begin();
        return Optional.empty();
    }

    /** A response is generated, whatever way. */
    void over(AgentResponse response) {
        beside.remove(response.id());
    }

    /** One of the next responses ends this way. */
    void doom(Fate fate) {
        if (fates.size() < MAX_FATES) {
            fates.add(fate);
        }
    }

    /** How the response that begins now must end, when it must. */
    Optional<Fate> takeFate() {
        return Optional.ofNullable(fates.poll());
    }

    /** The caller spoke over it. */
    void bargedIn() {
        if (last != null) {
            last.cut();
        }
    }

    /** The client cancels what is being generated. */
    Optional<ErrorDetail> cancel(Optional<String> responseId) {
        AgentResponse named = responseId.map(beside::get).orElse(null);
        if (named != null) {
            named.cancel();
            return Optional.empty();
        }
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
