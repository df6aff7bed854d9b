package dev.tandem.call;

import dev.tandem.protocol.call.Termination;
import java.time.Duration;

/**
 * The times and SIP statuses that every call follows.
 *
 * @param offerMaxAge an offer first journalled later than this after its creation is refused
 * @param admissionRetry between two questions to admission
 * @param admissionGiveUp after this the call is rejected as undecidable
 * @param acceptWithin how long an accept is tried, from its first request
 * @param helloWithin a session that was asked for must have spoken up within this
 * @param lastWords how long the agent may go on speaking after it ended the call
 * @param transferWithin how long a call handed over by REFER may stay on our sideband
 * @param drain how long a hung-up call waits for the session's last facts
 * @param maxHangUps tries to hang up before the call counts as ended, unconfirmed
 */
public record CallPolicy(
        Duration offerMaxAge,
        Duration admissionRetry,
        Duration admissionGiveUp,
        Duration acceptWithin,
        Duration helloWithin,
        Duration lastWords,
        Duration transferWithin,
        Duration drain,
        int maxHangUps,
        SipStatuses sip) {

    /** What a caller's phone is told: RFC 3261 section 21, each 400 to 699. */
    public record SipStatuses(int unknownNumber, int limit, int admissionUnavailable, int offerTooOld, int failed) {

        int of(Termination reason) {
            return switch (reason) {
                case UNKNOWN_NUMBER -> unknownNumber;
                case GLOBAL_LIMIT, TENANT_LIMIT -> limit;
                case ADMISSION_UNAVAILABLE -> admissionUnavailable;
                case OFFER_TOO_OLD -> offerTooOld;
                case ACCEPT_FAILED,
                        AGENT_ENDED,
                        CALLER_LEFT,
                        TRANSFERRED,
                        MAX_DURATION,
                        SILENCE,
                        OPERATOR_HANGUP,
                        LEFT_BEFORE_ANSWER,
                        SIDEBAND_LOST,
                        SESSION_EXPIRED,
                        PROVIDER_ERROR -> failed;
            };
        }
    }

    /** Waits 0.25, 0.5, 1, 2, 4 ... s before the next attempt, 30 s at the most. */
    static Duration backoff(int attempt) {
        return Duration.ofMillis(Math.min(30_000, 250L << Math.min(attempt - 1, 10)));
    }
}
