package dev.tandem.realtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
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

    private final RealtimeSession.Means means;
    private final BiConsumer<String, Report> calls;
    private final Map<String, ActorRef<RealtimeSession.Command>> sessions = new HashMap<>();

    /** @param calls takes a report to the entity of a call id, wherever it is */
    public static Behavior<Command> create(RealtimeSession.Means means, BiConsumer<String, Report> calls) {
        return Behaviors.setup(context -> new Sessions(context, means, calls));
    }

    private Sessions(ActorContext<Command> context, RealtimeSession.Means means, BiConsumer<String, Report> calls) {
        super(context);
        this.means = means;
        this.calls = calls;
        SpillFolder folder = new SpillFolder(means.settings().spillFolder());
        context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()).execute(folder::prepare);
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
                .spawnAnonymous(RealtimeSession.create(sideband, means, report -> calls.accept(callId, report)));
        getContext().watchWith(session, new Gone(callId, session));
        sessions.put(callId, session);
    }
}
