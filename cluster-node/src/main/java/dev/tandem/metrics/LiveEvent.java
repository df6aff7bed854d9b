package dev.tandem.metrics;

import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import java.time.Instant;
import java.util.Locale;

/** Something that just happened to a call, for whoever is watching. */
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
     * The call has a new status; everything known of it is repeated, so that a watcher needs no earlier event.
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
            Instant at)
            implements LiveEvent {}

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

    /** A tool call began, or ended with an outcome; {@code outcome} null while it runs. */
    record ToolRan(String callId, String tenant, String toolCallId, String name, ToolOutcome outcome, Instant at)
            implements LiveEvent {}
}
