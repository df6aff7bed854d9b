package dev.tandem.realtime;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What a session tells its call; only facts are acknowledged, everything else is repeated until the call acts on it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Report.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = Report.Facts.class, name = "facts"),
    @JsonSubTypes.Type(value = Report.ToolAwaited.class, name = "tool_awaited"),
    @JsonSubTypes.Type(value = Report.Unattachable.class, name = "unattachable"),
    @JsonSubTypes.Type(value = Report.Expired.class, name = "expired"),
    @JsonSubTypes.Type(value = Report.ModelFailed.class, name = "model_failed"),
    @JsonSubTypes.Type(value = Report.Silent.class, name = "silent"),
    @JsonSubTypes.Type(value = Report.SpokenOut.class, name = "spoken_out"),
    @JsonSubTypes.Type(value = Report.Drained.class, name = "drained")
})
public sealed interface Report {

    /** The epoch of the session that speaks; a call answers an older one with {@link RealtimeSession.Superseded}. */
    long epoch();

    ActorRef<RealtimeSession.Command> session();

    /** A session exists on that node and speaks for the call. */
    record Hello(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}

    /** What was seen and belongs into the journal, in order; acknowledged together once it is there, in one write. */
    record Facts(
            long epoch,
            ActorRef<RealtimeSession.Command> session,
            @FactTypes List<CallEvent.Observed> events) implements Report {

        public Facts {
            events = List.copyOf(events);
        }

        /** The facts' ids, by which they are acknowledged. */
        public List<String> ids() {
            return events.stream().map(CallEvent.Observed::factId).toList();
        }
    }

    /** The model still waits for that tool, which may run now; a session that gave it up says so by a fact instead. */
    record ToolAwaited(long epoch, ActorRef<RealtimeSession.Command> session, String toolCallId) implements Report {}

    /**
     * The provider does not know the call on a sideband, as often as it was asked: nothing more will be seen.
     *
     * @param everAttached false when no sideband of this session was ever open
     * @param cause how the sideband before was lost
     * @param last what was seen and is not acknowledged, in order
     */
    record Unattachable(
            long epoch,
            ActorRef<RealtimeSession.Command> session,
            boolean everAttached,
            SidebandLoss cause,
            @FactTypes List<CallEvent.Observed> last)
            implements Report {

        public Unattachable {
            // A node of an earlier version tells facts apart.
            last = last == null ? List.of() : List.copyOf(last);
        }

        /** The same facts, told as any others. */
        public Facts facts() {
            return new Facts(epoch, session, last);
        }
    }

    /** The provider ended the session for its age. */
    record Expired(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}

    /** The model failed to speak several times in a row, such as for want of quota: the caller hears nothing. */
    record ModelFailed(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}

    /** Nothing was heard from either side for the agent's silence time. */
    record Silent(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}

    /** What the agent was saying when asked to finish has been played. */
    record SpokenOut(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}

    /**
     * The sideband is closed and every fact is acknowledged.
     *
     * @param standing for whoever follows; null after a hang-up, which nobody follows
     */
    record Drained(long epoch, ActorRef<RealtimeSession.Command> session, Standing standing) implements Report {

        public Drained(long epoch, ActorRef<RealtimeSession.Command> session) {
            this(epoch, session, null);
        }
    }
}
