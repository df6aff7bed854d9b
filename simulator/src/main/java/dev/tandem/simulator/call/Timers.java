package dev.tandem.simulator.call;

import java.util.function.BooleanSupplier;

/** The timers of one session, all on the event loop and all gone when the session is. */
public abstract sealed class Timers permits RunningTimers, SteppedTimers {

    /** The timers for a session of this world; {@code awaitsClient} tells when a stepped clock stands still. */
    static Timers of(World world, BooleanSupplier awaitsClient) {
        return world.deterministic() ? new SteppedTimers(world, awaitsClient) : new RunningTimers(world);
    }

    /** The time that the truth gives: since the simulator's start, or since the session's where the clock is stepped. */
    public abstract long nowMs();

    /** Runs a task once after some real milliseconds. */
    public abstract Timer after(long realMs, Runnable task);

    /** The same for the patience of somebody who waits for the client: it runs out while a stepped clock stands. */
    abstract Timer patience(long realMs, Runnable task);

    /** The client did something: a stepped clock that stood may go on. */
    public abstract void resume();

    abstract void close();

    /** A task that waits for its time. */
    public interface Timer {
        /** Makes sure that the task does not run any more. */
        void cancel();
    }
}
