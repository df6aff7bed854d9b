package dev.tandem.realtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.pekko.Done;
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

    /**
     * A session must speak for this call: the one that is here, else a new one.
     *
     * @param home the sessions of the node that asks, where the call's entity is
     * @param reports takes reports to the entity without sharding
     */
    public record Attach(Sideband sideband, ActorRef<Command> home, ActorRef<Report> reports) implements Command {}

    /** This node leaves the cluster: a call that is asked for by another node goes there, now and from now on. */
    public record Leave() implements Command {}

    /** Lets every session that is left go to wherever its call is; nothing is attached here any more. Answered when none is left. */
    public record Empty(ActorRef<Done> replyTo) implements Command {}

    /** Asks how many calls have a session here. */
    public record Count(ActorRef<Integer> replyTo) implements Command {}

    private record Gone(String callId, ActorRef<RealtimeSession.Command> session) implements Command {}

    private final RealtimeSession.Means means;
    private final BiConsumer<String, Report> calls;
    private final Map<String, Held> sessions = new HashMap<>();
    private boolean leaving;
    private boolean emptying;
    private ActorRef<Done> whenEmpty;

    /** A session, and who asked for it last. */
    private record Held(ActorRef<RealtimeSession.Command> session, Attach asked) {}

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
            case Attach attach -> attach(attach);
            case Count(ActorRef<Integer> replyTo) -> replyTo.tell(sessions.size());
            case Gone(String callId, ActorRef<RealtimeSession.Command> session) -> gone(callId, session);
            case Leave() -> {
                leaving = true;
                sessions.values().stream()
                        .filter(held -> isElsewhere(held.asked()))
                        .forEach(Sessions::handOver);
            }
            case Empty(ActorRef<Done> replyTo) -> {
                leaving = true;
                emptying = true;
                whenEmpty = replyTo;
                sessions.values().forEach(this::letGo);
                answerWhenEmpty();
            }
        }
        return this;
    }

    private void attach(Attach attach) {
        Sideband sideband = attach.sideband();
        String callId = sideband.callId();
        boolean elsewhere = leaving && isElsewhere(attach);
        Held here = sessions.get(callId);
        if (here != null) {
            Held now = new Held(here.session(), attach);
            sessions.put(callId, now);
            now.session().tell(new RealtimeSession.Rejoin(sideband));
            if (elsewhere) {
                handOver(now);
            }
        } else if (elsewhere) {
            attach.home().tell(attach);
        } else if (!emptying) {
            ActorRef<RealtimeSession.Command> session = getContext()
                    .spawnAnonymous(RealtimeSession.create(sideband, means, report -> calls.accept(callId, report)));
            getContext().watchWith(session, new Gone(callId, session));
            sessions.put(callId, new Held(session, attach));
        }
    }

    private boolean isElsewhere(Attach attach) {
        return !attach.home().equals(getContext().getSelf());
    }

    private static void handOver(Held held) {
        held.session().tell(new RealtimeSession.HandOver(held.asked().reports()));
    }

    private void letGo(Held held) {
        if (isElsewhere(held.asked())) {
            handOver(held);
        } else {
            held.session().tell(new RealtimeSession.HandOver(null));
        }
    }

    private void gone(String callId, ActorRef<RealtimeSession.Command> session) {
        Held held = sessions.get(callId);
        if (held != null && held.session().equals(session)) {
            sessions.remove(callId);
        }
        answerWhenEmpty();
    }

    private void answerWhenEmpty() {
        if (whenEmpty != null && sessions.isEmpty()) {
            whenEmpty.tell(Done.done());
            whenEmpty = null;
        }
    }
}
