package dev.tandem.protocol.call;

import dev.tandem.protocol.tenant.Agent;
import java.time.Instant;
import java.util.List;

/** One fact of one call's journal, in the past tense; the journal is the only source of everything known about a call. */
public sealed interface CallEvent {

    /** When the node that journalled the fact learned of it. */
    Instant at();

    /**
     * A fact that moves what is remembered beside the journal. As few as will do: each makes the whole journal be read again, where the
     * others stand.
     */
    sealed interface Lifecycle extends CallEvent {}

    /** A fact that the session beside the sideband saw and reports; its id is the same on every repeat. */
    sealed interface Observed extends CallEvent {

        /** Names the fact within its call. */
        String factId();
    }

    /**
     * A carrier offered the call.
     *
     * @param to the dialled number as E.164, or the raw user part when it is none
     * @param deliveryId the webhook's id, the same on every retry of that delivery
     * @param createdAt when the carrier says the call began to ring
     */
    record CallOffered(
            Instant at,
            Carrier carrier,
            Personal from,
            String to,
            List<SipHeader> headers,
            String deliveryId,
            Instant createdAt)
            implements CallEvent {}

    /** A slot is held for the call; tenant and agent document are pinned from here to the call's end. */
    record CallAdmitted(Instant at, String tenant, String agentVersion, Agent agent) implements Lifecycle {}

    /**
     * The call will be rejected.
     *
     * @param tenant the tenant of the dialled number, or null when no tenant owns it
     * @param inUse slots in use when it was decided, 0 where no limit was involved
     * @param limit the limit that was met, 0 where no limit was involved
     */
    record CallRefused(Instant at, String tenant, Termination reason, int inUse, int limit) implements Lifecycle {}

    /** The carrier was told to reject the call. */
    record CallRejected(Instant at, int sipStatus) implements CallEvent {}

    /** From here on an accept may have reached the provider. */
    record AcceptRequested(Instant at) implements CallEvent {}

    /** The provider confirmed the accept, or a sideband proved it. */
    record CallAccepted(Instant at) implements Lifecycle {}

    /** The provider would not accept; the call ends. */
    record AcceptFailed(Instant at, Verdict verdict, String detail) implements CallEvent {}

    /** A sideband socket is open; epochs count up from 1 and the highest owns the call. */
    record SidebandAttached(Instant at, long epoch, String node) implements Observed {
        @Override
        public String factId() {
            return "attached/" + epoch;
        }
    }

    /** The sideband of that epoch is gone; the call may go on. */
    record SidebandLost(Instant at, long epoch, SidebandLoss cause) implements Observed {
        @Override
        public String factId() {
            return "lost/" + epoch;
        }
    }

    /**
     * Words may be missing between two items of the conversation.
     *
     * @param afterItem the last item known before the gap, or null at the call's start
     * @param beforeItem the first item known after it, or null when none followed
     * @param ms how long no sideband was attached
     */
    record TranscriptGap(Instant at, String afterItem, String beforeItem, long ms) implements Observed {
        @Override
        public String factId() {
            return "gap/" + afterItem + "/" + at.toEpochMilli();
        }
    }

    /** The one greeting was asked for; never asked for again. */
    record GreetingIssued(Instant at) implements CallEvent {}

    /**
     * The final words of one turn.
     *
     * @param previousItemId the item before it in the conversation, or null when it is the first or unknown; orders the transcript
     * @param agent the speaking agent's name, or null for the caller
     */
    record TurnTranscribed(
            Instant at,
            String itemId,
            String previousItemId,
            int contentIndex,
            Speaker speaker,
            String agent,
            Personal text)
            implements Observed {
        @Override
        public String factId() {
            return "turn/" + itemId + "/" + contentIndex;
        }
    }

    /** The caller spoke, but the provider could not transcribe it. */
    record TurnUntranscribed(Instant at, String itemId, String previousItemId, String reason) implements Observed {
        @Override
        public String factId() {
            return "untranscribed/" + itemId;
        }
    }

    /** The caller spoke over the agent's turn, which was cut. */
    record TurnInterrupted(Instant at, String itemId, String responseId) implements Observed {
        @Override
        public String factId() {
            return "interrupted/" + itemId;
        }
    }

    /** How long the stages of one agent turn took. */
    record TurnTimed(Instant at, String itemId, TurnTiming timing) implements Observed {
        @Override
        public String factId() {
            return "timed/" + itemId;
        }
    }

    /**
     * What one response or one transcription consumed.
     *
     * @param sourceId the response's id, or the item's id for a transcription
     * @param model the model that is charged
     */
    record UsageRecorded(Instant at, String sourceId, String model, Usage usage) implements Observed {
        @Override
        public String factId() {
            return "usage/" + sourceId;
        }
    }

    /** The model asked for a tool. */
    record ToolRequested(
            Instant at, String itemId, String previousItemId, String toolCallId, String name, Personal arguments)
            implements Observed {
        @Override
        public String factId() {
            return "tool/" + toolCallId;
        }
    }

    /** The intent to run the tool; whatever happens after it may have had an effect outside. */
    record ToolStarted(Instant at, String toolCallId, int attempt, long epoch) implements CallEvent {}

    /** The tool's outcome and what the model is told. */
    record ToolFinished(Instant at, String toolCallId, ToolOutcome outcome, Personal output) implements CallEvent {}

    /** The output was written to the sideband. */
    record ToolAnswered(Instant at, String toolCallId) implements Observed {
        @Override
        public String factId() {
            return "answered/" + toolCallId;
        }
    }

    /** The model was told that the tool is unavailable; a later result is ignored. */
    record ToolAbandoned(Instant at, String toolCallId, String reason) implements Observed {
        @Override
        public String factId() {
            return "abandoned/" + toolCallId;
        }
    }

    /** Another agent of the tenant speaks from here on. */
    record AgentHandedOff(Instant at, String toolCallId, String fromAgent, String toAgent) implements CallEvent {}

    /** The caller pressed one key: 0-9, *, #, A-D. */
    record DtmfReceived(Instant at, Personal key) implements Observed {
        @Override
        public String factId() {
            return "dtmf/" + at.toEpochMilli() + "/" + key.text();
        }
    }

    /** The caller is to be transferred to a configured target, given as a tel: or sip: address. */
    record TransferRequested(Instant at, String toolCallId, String target) implements CallEvent {}

    /** The provider took the transfer over; what becomes of it is not reported. */
    record TransferHandedOver(Instant at) implements CallEvent {}

    /** The provider refused the transfer; the call goes on. */
    record TransferFailed(Instant at, String toolCallId, Verdict verdict, String detail) implements CallEvent {}

    /** We decided to end the call; a hang-up may have reached the provider from here on. */
    record StopRequested(Instant at, Termination reason) implements CallEvent {}

    /**
     * The provider confirmed that the call is hung up.
     *
     * @param wasLive false when it no longer knew the call: the caller had left before
     */
    record CallHungUp(Instant at, boolean wasLive) implements CallEvent {}

    /** The call is over; its slot is free. {@code detail} is a sentence for people, or null. */
    record CallEnded(Instant at, Termination termination, String detail) implements Lifecycle {}
}
