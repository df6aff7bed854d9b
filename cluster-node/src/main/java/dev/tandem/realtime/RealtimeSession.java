package dev.tandem.realtime;

import dev.tandem.metrics.CallMetrics;
import dev.tandem.persistence.log.CallLines;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.socket.Socket;
import dev.tandem.socket.SocketEnd;
import dev.tandem.socket.Sockets;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Speaks for one call on its sideband: opens the WebSocket and opens it again when it is lost, tells the call's entity what
 * was seen, asks the model to speak. It outlives the entity, its shard and the journal; it decides nothing about the call.
 */
public final class RealtimeSession {

    /** What every session of a node works with. */
    public record Means(
            RealtimeSettings settings,
            Sockets sockets,
            CallControl control,
            BooleanSupplier journalIsWell,
            CallMetrics metrics,
            String node) {}

    /** What a session is told. */
    public sealed interface Command {}

    /** The facts are in the journal. */
    public record Acknowledged(List<String> factIds) implements Command {}

    /** The greeting may be asked for, once. */
    public record Greet() implements Command {}

    /** The model is to get this output, and then to go on. */
    public record AnswerTool(String toolCallId, String output) implements Command {}

    /** Say when nothing is being said any more. */
    public record FinishSpeaking() implements Command {}

    /** The call was hung up: no more re-attaching; say when everything is told. */
    public record HungUp() implements Command {}

    /** The call is over, or someone else speaks for it: leave. */
    public record Superseded() implements Command {}

    /** The call is there, and this session speaks for it. */
    public record Owned() implements Command {}

    /** The call would run a tool now, if the model still waits for it. */
    public record ToolReady(String toolCallId) implements Command {}

    /** The call waits for nothing more of that tool call. */
    public record ToolClosed(String toolCallId) implements Command {}

    /**
     * This node leaves: tell the rest of what was seen, close, and go; another node speaks for the call then.
     *
     * @param reports where reports go from now on, because this node's sharding ends; null while it does not
     */
    public record HandOver(ActorRef<Report> reports) implements Command {}

    /** The entity has (re)started and wants to know who speaks for it. */
    public record Rejoin(Sideband sideband) implements Command {}

    record Opened(int connection, Socket socket) implements Command {}

    record Refused(int connection, int status, String reason) implements Command {}

    record Heard(int connection, ServerEvent event, long nanos) implements Command {}

    record Ended(int connection, SocketEnd end) implements Command {}

    record Connect() implements Command {}

    /** Whatever was heard before this is told together. */
    record TellFacts() implements Command {}

    record ReadBack(List<CallEvent.Observed> facts) implements Command {}

    record SpillFailed(String why) implements Command {}

    record HungUpUnowned(ControlAnswer answer) implements Command {}

    record HangUpUnowned() implements Command {}

    record Tick() implements Command {}

    private RealtimeSession() {}

    /** @param call takes reports to the call's entity, wherever it is */
    public static Behavior<Command> create(Sideband sideband, Means means, Consumer<Report> call) {
        Behavior<Command> session = Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new LiveSession(context, timers, sideband, means, call)));
        return Behaviors.withMdc(Command.class, CallLines.of(sideband.callId(), sideband.tenant()), session);
    }
}
