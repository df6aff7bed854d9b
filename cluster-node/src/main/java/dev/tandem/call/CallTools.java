package dev.tandem.call;

import dev.tandem.agent.ToolExecutor;
import dev.tandem.persistence.log.CallLines;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The node's tool executors, one per call that uses tools; outside sharding, so that a tool outlives a restarted entity. */
public final class CallTools extends AbstractBehavior<CallTools.Command> {

    /** What the node's executors are told. */
    public sealed interface Command {}

    /** {@code tenant}: whose call it is, for the log's lines. */
    public record Run(ToolExecutor.Run run, String tenant) implements Command {}

    /** The call is over; its tools' results are of no use. */
    public record Ended(String callId) implements Command {}

    private final Supplier<Behavior<ToolExecutor.Command>> executor;
    private final Map<String, ActorRef<ToolExecutor.Command>> executors = new HashMap<>();

    public static Behavior<Command> create(Supplier<Behavior<ToolExecutor.Command>> executor) {
        return Behaviors.setup(context -> new CallTools(context, executor));
    }

    private CallTools(ActorContext<Command> context, Supplier<Behavior<ToolExecutor.Command>> executor) {
        super(context);
        this.executor = executor;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Run(ToolExecutor.Run run, String tenant) ->
                executors
                        .computeIfAbsent(
                                run.callId(),
                                id -> getContext()
                                        .spawnAnonymous(Behaviors.withMdc(
                                                ToolExecutor.Command.class, CallLines.of(id, tenant), executor.get())))
                        .tell(run);
            case Ended(String callId) -> {
                ActorRef<ToolExecutor.Command> ended = executors.remove(callId);
                if (ended != null) {
                    getContext().stop(ended);
                }
            }
        }
        return this;
    }
}
