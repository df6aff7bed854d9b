package dev.tandem.node;

import dev.tandem.metrics.JournalHealth;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries the journal twice a second, one write at a time, for this node's {@link JournalHealth}; logs each change once. */
final class JournalProbe extends AbstractBehavior<JournalProbe.Command> {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    static final Duration EVERY = Duration.ofMillis(500);

    sealed interface Command {}

    private record Tick() implements Command {}

    private record Tried(Throwable failure) implements Command {}

    private final JournalHealth health;
    private final Supplier<CompletionStage<?>> write;
    private boolean underWay;
    private boolean answeredOnce;
    private boolean saidBad;

    /** @param write a small write of the journal's kind */
    static Behavior<Command> create(JournalHealth health, Supplier<CompletionStage<?>> write) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, EVERY);
            return new JournalProbe(context, timers, health, write);
        }));
    }

    private JournalProbe(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            JournalHealth health,
            Supplier<CompletionStage<?>> write) {
        super(context);
        this.health = health;
        this.write = write;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Tick() -> {
                if (!underWay) {
                    underWay = true;
                    health.tried();
                    getContext().pipeToSelf(write.get(), (done, failure) -> new Tried(failure));
                }
            }
            case Tried(Throwable failure) -> {
                underWay = false;
                answeredOnce = true;
                if (failure == null) {
                    health.took();
                } else {
                    health.failed(failure.getClass().getSimpleName());
                }
            }
        }
        say();
        return this;
    }

    private void say() {
        String complaint = health.complaint().orElse(null);
        if (complaint != null && answeredOnce && !saidBad) {
            saidBad = true;
            LOG.warn("{} New calls are answered 503; calls go on.", complaint);
        } else if (complaint == null && saidBad) {
            saidBad = false;
            LOG.info("The journal takes writes again.");
        }
    }
}
