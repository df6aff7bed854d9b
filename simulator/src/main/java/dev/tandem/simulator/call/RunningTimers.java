package dev.tandem.simulator.call;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Timers on the wall's clock. */
final class RunningTimers extends Timers {
    private final World world;
    private final Set<Scheduled> pending = new HashSet<>();
    private boolean closed;

    RunningTimers(World world) {
        this.world = world;
    }

    @Override
    public long nowMs() {
        return world.truth().nowMs();
    }

    @Override
    public Timer after(long realMs, Runnable task) {
        Scheduled timer = new Scheduled(task);
        if (!closed) {
            pending.add(timer);
            timer.future = world.loop().schedule(timer::fire, realMs, TimeUnit.MILLISECONDS);
        }
        return timer;
    }

    @Override
    Timer patience(long realMs, Runnable task) {
        return after(realMs, task);
    }

    @Override
    public void resume() {
        // This clock never stands.
    }

    @Override
    void close() {
        closed = true;
        Set.copyOf(pending).forEach(Scheduled::cancel);
    }

    private final class Scheduled implements Timer {
        private final Runnable task;
        private ScheduledFuture<?> future;

        private Scheduled(Runnable task) {
            this.task = task;
        }

        @Override
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
