package dev.tandem.simulator.fault;

import java.util.Locale;
import java.util.Optional;

/** Everything that can be made to go wrong. */
public enum FaultKind {
    /** The sideband is closed with a close frame; the call goes on. */
    DROP_CLEAN(Scope.LIVE_SIDEBAND),
    /** The sideband's TCP connection is reset. */
    DROP_ABRUPT(Scope.LIVE_SIDEBAND),
    /** The sideband's connection stays open and nothing is read or written any more. */
    HALF_OPEN(Scope.LIVE_SIDEBAND),
    /** A harmless error event. */
    ERROR_EVENT(Scope.LIVE_SIDEBAND),
    /** An event of 2 MB. */
    HUGE_FRAME(Scope.LIVE_SIDEBAND),
    /** An event of a type nobody knows. */
    UNKNOWN_EVENT(Scope.LIVE_SIDEBAND),
    /** The next event is never written. */
    EVENT_LOST(Scope.LIVE_SIDEBAND),
    /** The next event is written twice. */
    EVENT_TWICE(Scope.LIVE_SIDEBAND),
    /** The next event is cut in half and no JSON. */
    EVENT_GARBLED(Scope.LIVE_SIDEBAND),
    /** Before the next event come copies of it, each without one of its fields or with one mistyped. */
    EVENT_MUTILATED(Scope.LIVE_SIDEBAND),
    /** The next event is written a second later, behind others. */
    EVENT_LATE(Scope.LIVE_SIDEBAND),
    /** The next response has the status failed. */
    RESPONSE_FAILED(Scope.LIVE),
    /** The next response fails because the project's limits are used up. */
    RESPONSE_RATE_LIMITED(Scope.LIVE),
    /** The next response is incomplete because of the content filter. */
    RESPONSE_FILTERED(Scope.LIVE),
    /** The next response is incomplete because it has no tokens left. */
    RESPONSE_OUT_OF_TOKENS(Scope.LIVE),
    /** The caller hangs up. */
    HANGUP(Scope.LIVE),
    /** The session reaches its age limit. */
    SESSION_EXPIRED(Scope.LIVE),
    /** From now on permitted but unusual event orders. */
    REORDER(Scope.LIVE),
    /** From now on every event twice. */
    DUPLICATE(Scope.LIVE),
    /** From now on transcripts after the response. */
    LATE_TRANSCRIPT(Scope.LIVE),
    /** From now on the caller barges in on every second answer. */
    INTERRUPT(Scope.LIVE),
    /** Every attach after the first is answered 404. */
    REFUSE_REATTACH(Scope.LIVE),
    /** The next attaches are answered 404. */
    ATTACH_404(Scope.REQUEST),
    /** Attaches are answered 404 until {@code after_ms} after the accept. */
    ATTACH_404_UNTIL(Scope.REQUEST),
    /** Handshakes are answered 401. */
    ATTACH_401(Scope.REQUEST),
    /** Handshakes are answered 429. */
    ATTACH_429(Scope.REQUEST),
    /** Handshakes are answered 500. */
    ATTACH_500(Scope.REQUEST),
    /** Handshakes are never answered. */
    ATTACH_HANG(Scope.REQUEST),
    /** The webhook of a call is never sent. */
    WEBHOOK_LOST(Scope.REQUEST),
    /** The webhook of a call is sent twice. */
    WEBHOOK_TWICE(Scope.REQUEST),
    /** The webhook of a call is sent after {@code after_ms}. */
    WEBHOOK_LATE(Scope.REQUEST),
    /** The first attempt of a call's webhook has a wrong signature. */
    WEBHOOK_BAD_SIGNATURE(Scope.REQUEST),
    /** The first attempt of a call's webhook has a timestamp of ten minutes ago. */
    WEBHOOK_STALE(Scope.REQUEST),
    /** Accept is answered 404: the caller has left. */
    ACCEPT_404(Scope.REQUEST),
    /** Accept is answered 500 and does nothing. */
    ACCEPT_500(Scope.REQUEST),
    /** Accept is answered 429 and does nothing. */
    ACCEPT_429(Scope.REQUEST),
    /** Accept is never answered and does nothing. */
    ACCEPT_HANG(Scope.REQUEST),
    /** Accept takes effect and is never answered. */
    ACCEPT_LOST(Scope.REQUEST),
    /** Accept takes effect and is answered after {@code after_ms}. */
    ACCEPT_SLOW(Scope.REQUEST),
    /** Refer is answered 500 and does nothing. */
    REFER_500(Scope.REQUEST),
    /** Reject is answered 500 and does nothing. */
    REJECT_500(Scope.REQUEST),
    /** Hangup is answered 500 and does nothing. */
    HANGUP_500(Scope.REQUEST),
    /** The tool service answers 500. */
    TOOL_500(Scope.REQUEST),
    /** The tool service never answers. */
    TOOL_HANG(Scope.REQUEST),
    /** The tool service answers after {@code after_ms}. */
    TOOL_SLOW(Scope.REQUEST),
    /** {@code /v1/responses} answers 500. */
    RESPONSES_500(Scope.REQUEST),
    /** {@code /v1/responses} answers 429. */
    RESPONSES_429(Scope.REQUEST),
    /** A streamed answer of {@code /v1/responses} ends in the middle. */
    RESPONSES_CUT(Scope.REQUEST),
    /** {@code /v1/responses} never answers. */
    RESPONSES_HANG(Scope.REQUEST),
    /** {@code /v1/responses} answers a text that is no JSON. */
    RESPONSES_INVALID_JSON(Scope.REQUEST);

    enum Scope {
        /** Happens at a time of a live call. */
        LIVE,
        /** Happens at a time of a live call and needs an open sideband. */
        LIVE_SIDEBAND,
        /** Happens when a request comes. */
        REQUEST
    }

    private final Scope scope;

    FaultKind(Scope scope) {
        this.scope = scope;
    }

    Scope scope() {
        return scope;
    }

    /** The name used in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a JSON name. */
    public static Optional<FaultKind> named(String label) {
        for (FaultKind kind : values()) {
            if (kind.label().equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
