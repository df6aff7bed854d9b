package dev.tandem.ingress;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.dispatch.ExecutionContexts;

/**
 * Whether this node is behind with its work: again and again an empty task is handed to the threads that calls run on, and how
 * late it runs is how long everything else waits there. One long wait is a pause of the machine and no reason to turn callers away.
 */
final class Strain {

    private static final Duration EVERY = Duration.ofMillis(20);

    /** Waits too long in a row that are more than a pause. */
    private static final int IN_A_ROW = 2;

    /** A wait so many times too long is not sat out. */
    private static final int FAR_TOO_LONG = 4;

    /** So soon after the last wait that was too long it is over. */
    private static final long CALM_NANOS = Duration.ofMillis(200).toNanos();

    private final long mostNanos;
    private final LongSupplier nanoTime;
    private final Executor threads;
    private int inARow;
    private volatile boolean under;
    private volatile boolean ever;
    private volatile long sentNanos;
    private volatile long lastLateNanos;

    /** @param most how long work may wait for a thread */
    Strain(Duration most, LongSupplier nanoTime, Executor threads) {
        this.mostNanos = most.toNanos();
        this.nanoTime = nanoTime;
        this.threads = threads;
    }

    /** Of a node that is never behind: what is offered there waits. */
    static Strain none() {
        return new Strain(Duration.ZERO, () -> 0, Runnable::run);
    }

    /** Watches this system's threads for as long as it runs. */
    static Strain of(ActorSystem<?> system, Duration most) {
        Strain strain = new Strain(
                most, System::nanoTime, system.dispatchers().lookup(DispatcherSelector.defaultDispatcher())::execute);
        system.scheduler()
                .scheduleAtFixedRate(EVERY, EVERY, strain::probe, ExecutionContexts.fromExecutor(Runnable::run));
        return strain;
    }

    /** Hands the next task over, unless one still waits. */
    void probe() {
        if (!under) {
            sentNanos = nanoTime.getAsLong();
            under = true;
            threads.execute(this::ran);
        }
    }

    private void ran() {
        long now = nanoTime.getAsLong();
        if (now - sentNanos <= mostNanos) {
            inARow = 0;
        } else if (++inARow >= IN_A_ROW) {
            lastLateNanos = now;
            ever = true;
        }
        under = false;
    }

    /** Whether more work would only wait. */
    boolean isTooMuch() {
        long now = nanoTime.getAsLong();
        return under && now - sentNanos > FAR_TOO_LONG * mostNanos || ever && now - lastLateNanos < CALM_NANOS;
    }
}
