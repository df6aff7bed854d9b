package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.realtime.Sideband;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What others need to know of a call's state. */
public final class CallStates {

    private CallStates() {}

    /** The tenant, or null before one is known. */
    public static String tenant(CallState state) {
        return switch (state) {
            case Unoffered unoffered -> null;
            case Deciding deciding -> null;
            case Rejecting rejecting -> rejecting.tenant();
            case Accepting accepting -> accepting.admitted().tenant();
            case Running running -> running.live().admitted().tenant();
            case Stopping stopping -> stopping.live().admitted().tenant();
            case Ended ended -> ended.tenant();
        };
    }

    /** What was offered; empty when nothing was, or when the call is over. */
    public static Optional<CallEvent.CallOffered> offered(CallState state) {
        return switch (state) {
            case Unoffered unoffered -> Optional.empty();
            case Deciding deciding -> Optional.of(deciding.offered());
            case Rejecting rejecting -> Optional.of(rejecting.offered());
            case Accepting accepting -> Optional.of(accepting.offered());
            case Running running -> Optional.of(running.live().offered());
            case Stopping stopping -> Optional.of(stopping.live().offered());
            case Ended ended -> Optional.empty();
        };
    }

    /** Whether caller and agent are, or were, connected in a call that is not over. */
    public static boolean isAnswered(CallState state) {
        return state instanceof Running || state instanceof Stopping;
    }

    /** What the call knows of itself once it was answered; empty before, and when it is over. */
    private static Optional<Live> live(CallState state) {
        return switch (state) {
            case Running running -> Optional.of(running.live());
            case Stopping stopping -> Optional.of(stopping.live());
            case Unoffered unoffered -> Optional.empty();
            case Deciding deciding -> Optional.empty();
            case Rejecting rejecting -> Optional.empty();
            case Accepting accepting -> Optional.empty();
            case Ended ended -> Optional.empty();
        };
    }

    /** When the call's sideband was last known to work; empty before there was one, and once the call is over. */
    public static Optional<Instant> lastSign(CallState state) {
        return live(state).map(Live::line).filter(line -> line.epoch() > 0).map(Live.Line::lastSign);
    }

    /** When it was answered; empty before, and when it is over. */
    public static Optional<Instant> answeredAt(CallState state) {
        return live(state).map(Live::acceptedAt);
    }

    /** How many sidebands a call that goes on has had. */
    public static long epoch(CallState state) {
        return live(state).map(live -> live.line().epoch()).orElse(0L);
    }

    /** Since when a call that goes on has had no sideband although it had one; empty while it has. */
    public static Optional<Instant> lostAt(CallState state) {
        return live(state)
                .map(Live::line)
                .filter(line -> line.epoch() > 0 && !line.attached())
                .map(Live.Line::lastSign);
    }

    /** How many final turns of a call that goes on are journalled. */
    public static int turns(CallState state) {
        return live(state)
                .map(live -> (int) live.known().stream()
                        .filter(fact -> fact.startsWith("turn/"))
                        .count())
                .orElse(0);
    }

    /** The agent that speaks, or would; empty before one is known, and when the call is over. */
    public static Optional<Agent> agent(CallState state) {
        return switch (state) {
            case Unoffered unoffered -> Optional.empty();
            case Deciding deciding -> Optional.empty();
            case Rejecting rejecting -> Optional.empty();
            case Accepting accepting -> Optional.of(accepting.admitted().agent());
            case Running running -> Optional.of(running.live().agent());
            case Stopping stopping -> Optional.of(stopping.live().agent());
            case Ended ended -> Optional.empty();
        };
    }

    /** The node whose session spoke last for the call; empty before the first. */
    static Optional<String> node(CallState state) {
        return state instanceof Running running
                ? Optional.ofNullable(running.live().line().node())
                : Optional.empty();
    }

    /** Whether the sideband of that epoch is journalled as another node's. */
    static boolean attachedElsewhere(CallState state, long epoch, String node) {
        return state instanceof Running running
                && running.live().line().epoch() == epoch
                && running.live().line().attached()
                && !node.equals(running.live().line().node());
    }

    /** What a session is told that is to speak for the call now; empty when nobody is to. */
    static Optional<Sideband> sideband(String callId, CallState state) {
        return switch (state) {
            case Accepting accepting ->
                Optional.of(sideband(
                        callId, Live.accepted(accepting.offered(), accepting.admitted(), Instant.EPOCH), false));
            case Running running -> Optional.of(sideband(callId, running.live(), true));
            case Unoffered unoffered -> Optional.empty();
            case Deciding deciding -> Optional.empty();
            case Rejecting rejecting -> Optional.empty();
            case Stopping stopping -> Optional.empty();
            case Ended ended -> Optional.empty();
        };
    }

    private static Sideband sideband(String callId, Live live, boolean accepted) {
        Live.Line line = live.line();
        return new Sideband(
                callId,
                live.admitted().tenant(),
                live.agent(),
                line.epoch() + 1,
                accepted,
                live.talk().owesResponse(),
                new HashSet<>(live.tools().keySet()),
                live.talk().lastItemId(),
                List.copyOf(live.talk().items()),
                List.of(),
                line.epoch() == 0 ? null : line.lastSign());
    }
}
