package dev.tandem.realtime;

import dev.tandem.socket.Sockets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The node's sessions, outside sharding, so that neither a restarted entity nor a stopped shard takes a socket along. */
public final class Sessions extends AbstractBehavior<Sessions.Command> {

    /** What the node's sessions are asked. */
    public sealed interface Command {}

    /** A session must speak for this call: the one that is here, else a new one. */
    public record Attach(Sideband sideband) implements Command {}

    /** Asks how many calls have a session here. */
    public record Count(ActorRef<Integer> replyTo) implements Command {}

    private record Gone(String callId, ActorRef<RealtimeSession.Command> session) implements Command {}

    private final RealtimeSettings settings;
    private final Sockets sockets;
    private final String node;
    private final BiConsumer<String, Report> calls;
    private final Map<String, ActorRef<RealtimeSession.Command>> sessions = new HashMap<>();

    /** @param calls takes a report to the entity of a call id, wherever it is */
    public static Behavior<Command> create(
            RealtimeSettings settings, Sockets sockets, String node, BiConsumer<String, Report> calls) {
        return Behaviors.setup(context -> new Sessions(context, settings, sockets, node, calls));
    }

    private Sessions(
            ActorContext<Command> context,
            RealtimeSettings settings,
            Sockets sockets,
            String node,
            BiConsumer<String, Report> calls) {
        super(context);
        this.settings = settings;
        this.sockets = sockets;
        this.node = node;
        this.calls = calls;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Attach(Sideband sideband) -> attach(sideband);
            case Count(ActorRef<Integer> replyTo) -> replyTo.tell(sessions.size());
            case Gone(String callId, ActorRef<RealtimeSession.Command> session) -> sessions.remove(callId, session);
        }
        return this;
    }

    private void attach(Sideband sideband) {
        String callId = sideband.callId();
        ActorRef<RealtimeSession.Command> here = sessions.get(callId);
        if (here != null) {
            here.tell(new RealtimeSession.Rejoin(sideband));
            return;
        }
        ActorRef<RealtimeSession.Command> session = getContext()
                .spawnAnonymous(RealtimeSession.create(
                        sideband, settings, sockets, node, report -> calls.accept(callId, report)));
        getContext().watchWith(session, new Gone(callId, session));
        sessions.put(callId, session);
    }
}
