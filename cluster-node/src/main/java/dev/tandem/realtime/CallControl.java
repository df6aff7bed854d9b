package dev.tandem.realtime;

import dev.tandem.protocol.realtime.SessionSettings;
import java.util.concurrent.CompletionStage;

/** Commands to the provider about one call; a stage never fails, every outcome is a {@link ControlAnswer}. */
public interface CallControl {

    /**
     * Answers the call with this session.
     *
     * @param idempotencyKey the same for every attempt to accept this call
     */
    CompletionStage<ControlAnswer> accept(String callId, SessionSettings session, String idempotencyKey);

    /** Refuses the call with a SIP status, 400 to 699 (486 = busy). */
    CompletionStage<ControlAnswer> reject(String callId, int sipStatus);

    /** Transfers the caller to a {@code tel:} or {@code sip:} address by SIP REFER; done says that it was handed on, not that anyone answered. */
    CompletionStage<ControlAnswer> refer(String callId, String targetUri);

    /** Ends the call. */
    CompletionStage<ControlAnswer> hangup(String callId);
}
