package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import org.apache.pekko.actor.typed.ActorRef;

/** What a session tells its call; only facts are acknowledged, everything else is repeated until the call acts on it. */
public sealed interface Report {

    /** The epoch of the session that speaks; a call answers an older one with {@link RealtimeSession.Superseded}. */
    long epoch();

    ActorRef<RealtimeSession.Command> session();

    /** A session exists on that node and speaks for the call. */
    record Hello(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}

    /** Something seen that belongs into the journal; acknowledged once it is there. */
    record Fact(long epoch, ActorRef<RealtimeSession.Command> session, CallEvent.Observed event) implements Report {}

    /**
     * The provider does not know the call on a sideband, as often as it was asked.
     *
     * @param everAttached false when no sideband of this session was ever open
     * @param cause how the sideband before was lost
     */
    record Unattachable(long epoch, ActorRef<RealtimeSession.Command> session, boolean everAttached, SidebandLoss cause)
            implements Report {}

    /** The provider ended the session for its age. */
    record Expired(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}

    /** Nothing was heard from either side for the agent's silence time. */
    record Silent(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}

    /** What the agent was saying when asked to finish has been played. */
    record SpokenOut(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}

    /** After a hang-up: the sideband is closed and every fact is acknowledged. */
    record Drained(long epoch, ActorRef<RealtimeSession.Command> session) implements Report {}
}
