package dev.tandem.call;

import dev.tandem.admission.Admission;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.realtime.ControlAnswer;
import dev.tandem.realtime.Report;
import org.apache.pekko.actor.typed.ActorRef;

/** What a call is told or asked. */
public sealed interface CallCommand {

    /** A carrier offers the call; answered once the offer is journalled. A repeat is answered, and changes nothing. */
    record Offer(CallEvent.CallOffered offered, ActorRef<OfferAnswer> replyTo) implements CallCommand {}

    /** An operator wants the call ended. */
    record HangUp(ActorRef<HangUpAnswer> replyTo) implements CallCommand {}

    /** Admission asks whether the call still needs its slot. */
    record AnswerRollCall(ActorRef<Admission.Present> replyTo) implements CallCommand {}

    record FromAdmission(Admission.Answer answer) implements CallCommand {}

    record FromSession(Report report) implements CallCommand {}

    /** The session's actor is gone without having been sent away. */
    record SessionGone() implements CallCommand {}

    /** {@code doubtful}: an accept before this one may have reached the provider. */
    record AcceptAnswered(ControlAnswer answer, int attempt, boolean doubtful) implements CallCommand {}

    record RejectAnswered(ControlAnswer answer, int attempt) implements CallCommand {}

    record ReferAnswered(ControlAnswer answer, String toolCallId) implements CallCommand {}

    record HangUpAnswered(ControlAnswer answer, int attempt) implements CallCommand {}

    record ToolRan(String toolCallId, ToolOutcome outcome, String output) implements CallCommand {}

    record TimeUp(Timer timer, int attempt) implements CallCommand {}

    /** The journal was replayed: whatever was under way must be taken up again. */
    record Recovered() implements CallCommand {}

    /** Commands wait because the node could not be sure of the call; perhaps now it is. */
    record LookAgain() implements CallCommand {}

    /** Sharding lets the entity go. */
    record Leave() implements CallCommand {}

    /** {@code first} false for a repeat. */
    record OfferAnswer(boolean first) {}

    /** What an operator's hang-up met. */
    enum HangUpAnswer {
        REQUESTED,
        ALREADY_ENDED,
        UNKNOWN_CALL
    }

    /** What a call waits for; timers are not journalled and are set again after a recovery. */
    enum Timer {
        ASK_ADMISSION,
        ACCEPT_AGAIN,
        REJECT_AGAIN,
        HANG_UP_AGAIN,
        HELLO,
        MAX_DURATION,
        TOOL_ANSWER,
        LAST_WORDS,
        TRANSFER,
        DRAIN
    }
}
