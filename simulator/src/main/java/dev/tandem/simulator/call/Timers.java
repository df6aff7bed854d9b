package dev.tandem.simulator.call;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The timers of one call, all on the event loop and all gone when the call is. */
public final class Timers {
    private final EventLoop loop;
    private final Set<Timer> pending = new HashSet<>();
    private boolean closed;

    Timers(EventLoop loop) {
        this.loop = loop;
    }

    /** Runs a task once after some real milliseconds. */
    public Timer after(long realMs, Runnable task) {
        Timer timer = new Timer(task);
        if (!closed) {
            pending.add(timer);
            timer.future = loop.schedule(timer::fire, realMs, TimeUnit.MILLISECONDS);
        }
        return timer;
    }

    void close() {
        closed = true;
        Set.copyOf(pending).forEach(Timer::cancel);
    }

    /** A task that waits for its time. */
    public final class Timer {
        private final Runnable task;
        private ScheduledFuture<?> future;

        private Timer(Runnable task) {
            this.task = task;
        }

        /** Makes sure that the task does not run any more. */
        public void cancel() {
            if (pending.remove(this)) {
                future.cancel(false);
            }
        }

        private void fire() {
            if (pending.remove(this)) {
                task.run();
            }
        }
    }
}
