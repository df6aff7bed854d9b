package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** A call's journal and its state, as {@link CallEntity} recovers them, and nothing that the call would then do. */
public final class ReplayedCall extends EventSourcedBehavior<ReplayedCall.Command, CallEvent, CallState> {

    /** What the benchmark asks of it. */
    public sealed interface Command {}

    /** Journals these; answered when they are stored. */
    public record Write(List<CallEvent> events, ActorRef<Done> replyTo) implements Command {}

    /** Answered, once all is replayed, with how many events that were; the actor then ends. */
    public record Count(ActorRef<Long> replyTo) implements Command {}

    private final ActorContext<Command> context;

    public static Behavior<Command> create(String callId) {
        return Behaviors.setup(context -> new ReplayedCall(callId, context));
    }

    private ReplayedCall(String callId, ActorContext<Command> context) {
        super(PersistenceId.of(CallEntity.TYPE.name(), callId));
        this.context = context;
    }

    @Override
    public String snapshotPluginId() {
        return "pekko.persistence.no-snapshot-store";
    }

    @Override
    public CallState emptyState() {
        return new Unoffered();
    }

    @Override
    public CommandHandler<Command, CallEvent, CallState> commandHandler() {
        return (state, command) -> switch (command) {
            case Write(List<CallEvent> events, ActorRef<Done> replyTo) ->
                Effect().persist(events).thenRun(() -> replyTo.tell(Done.getInstance()));
            case Count(ActorRef<Long> replyTo) -> {
                if (!(state instanceof Ended)) {
                    throw new IllegalStateException("the replayed call did not end");
                }
                yield Effect().stop().thenRun(() -> replyTo.tell(lastSequenceNumber(context)));
            }
        };
    }

    @Override
    public EventHandler<CallState, CallEvent> eventHandler() {
        return CallState::apply;
    }
}
