package dev.tandem.metrics;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import java.time.Instant;
import java.util.Locale;

/** Something that just happened to a call, for whoever is watching; travels between nodes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @JsonSubTypes.Type(value = LiveEvent.CallChanged.class, name = "changed"),
    @JsonSubTypes.Type(value = LiveEvent.CallGone.class, name = "gone"),
    @JsonSubTypes.Type(value = LiveEvent.TurnSpoken.class, name = "turn"),
    @JsonSubTypes.Type(value = LiveEvent.TurnTimed.class, name = "timed"),
    @JsonSubTypes.Type(value = LiveEvent.ToolRan.class, name = "tool")
})
public sealed interface LiveEvent {

    String callId();

    /** The tenant whose call it is, or null while nobody knows. */
    String tenant();

    Instant at();

    /** Where a call stands, in the API's words. */
    enum Status {
        /** Offered, not yet decided or not yet answered. */
        NEW,
        RUNNING,
        STOPPING,
        FINISHED,
        FAILED,
        CANCELLED;

        /** Whether nothing more will happen to the call. */
        public boolean over() {
            return switch (this) {
                case NEW, RUNNING, STOPPING -> false;
                case FINISHED, FAILED, CANCELLED -> true;
            };
        }

        /** The name as the API writes it. */
        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The status of a call that ended so. */
        public static Status of(Termination termination) {
            return switch (termination.result()) {
                case FINISHED -> FINISHED;
                case CANCELLED -> CANCELLED;
                case FAILED -> FAILED;
            };
        }
    }

    /**
     * Something about the call changed; everything known of it is repeated, so that a watcher needs no earlier event.
     *
     * @param from the caller's number, shown masked only
     * @param termination why it ended, or null while it goes on
     * @param node the node that carries it, or null before there is one
     * @param offeredAt when the call was offered
     */
    record CallChanged(
            String callId,
            String tenant,
            Status status,
            Personal from,
            String to,
            Termination termination,
            String node,
            Instant offeredAt,
            Instant at,
            LiveProgress progress)
            implements LiveEvent {

        /** A call of which nothing more is known than where it stands. */
        public CallChanged(
                String callId,
                String tenant,
                Status status,
                Personal from,
                String to,
                Termination termination,
                String node,
                Instant offeredAt,
                Instant at) {
            this(callId, tenant, status, from, to, termination, node, offeredAt, at, LiveProgress.NONE);
        }

        CallChanged with(LiveProgress now) {
            return new CallChanged(callId, tenant, status, from, to, termination, node, offeredAt, at, now);
        }
    }

    /** Whoever showed the call shows it no longer, and does not know its end: it goes on elsewhere, or nobody tells. */
    record CallGone(String callId, String tenant, Instant at) implements LiveEvent {}

    /** Somebody's final words of one turn; {@code agent} null for the caller. */
    record TurnSpoken(
            String callId,
            String tenant,
            String itemId,
            Speaker speaker,
            String agent,
            Personal text,
            boolean interrupted,
            Instant at)
            implements LiveEvent {}

    /** How long the caller waited for one turn of the agent, from the end of their own speech to the first sound; -1 where that was not seen. */
    record TurnTimed(String callId, String tenant, String itemId, long latencyMs, Instant at) implements LiveEvent {}

    /** A tool call began, or ended with an outcome; {@code outcome} null while it runs. */
    record ToolRan(String callId, String tenant, String toolCallId, String name, ToolOutcome outcome, Instant at)
            implements LiveEvent {}
}
