package dev.tandem.projection;

import dev.tandem.persistence.projection.summary.SummarySweep;
import java.time.Duration;
import java.time.Instant;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Runs the summary sweep, one round some time after the other; one in the cluster. */
final class Sweep {

    sealed interface Command {}

    private record Begin() implements Command {}

    private record Done(Throwable failure) implements Command {}

    /** Sent when the sweep moves to another node. */
    record Stop() implements Command {}

    private Sweep() {}

    static Behavior<Command> create(SummarySweep sweep, Duration every) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(new Begin(), every);
            return Behaviors.receive(Command.class)
                    .onAnyMessage(command -> on(command, context, timers, sweep, every))
                    .build();
        }));
    }

    private static Behavior<Command> on(
            Command command,
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SummarySweep sweep,
            Duration every) {
        return switch (command) {
            case Begin begin -> {
                context.pipeToSelf(sweep.round(Instant.now()), (calls, failure) -> new Done(failure));
                yield Behaviors.same();
            }
            case Done done -> {
                if (done.failure() != null) {
                    context.getLog()
                            .warn(
                                    "a sweep for summaries failed: {}",
                                    done.failure().toString());
                }
                timers.startSingleTimer(new Begin(), every);
                yield Behaviors.same();
            }
            case Stop stop -> Behaviors.stopped();
        };
    }
}
