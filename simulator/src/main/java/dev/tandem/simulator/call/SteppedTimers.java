package dev.tandem.simulator.call;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Timers whose clock jumps from one due time to the next and stands still while the session waits for its client.
 *
 * <p>So what the truth says about times and order depends on the script and the client's answers, not on how fast the
 * machine or the client was.
 */
final class SteppedTimers extends Timers {
    private final EventLoop loop;
    private final long bearableMs;
    private final BooleanSupplier awaitsClient;
    private final PriorityQueue<Step> steps = new PriorityQueue<>(
            Comparator.comparingLong((Step step) -> step.dueMs).thenComparingLong(step -> step.number));
    private final Set<Patience> patient = new HashSet<>();
    private ScheduledFuture<?> next;
    private long nowMs;
    private long numbers;
    private long steppedAtNs = System.nanoTime();
    private ScheduledFuture<?> giveUp;
    private boolean gaveUp;
    private boolean closed;

    SteppedTimers(World world, BooleanSupplier awaitsClient) {
        this.loop = world.loop();
        this.bearableMs = world.habits().clientWait().toMillis();
        this.awaitsClient = awaitsClient;
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public Timer after(long realMs, Runnable task) {
        Step step = new Step(nowMs + realMs, numbers++, task);
        if (!closed) {
            steps.add(step);
            schedule();
        }
        return step;
    }

    @Override
    Timer patience(long realMs, Runnable task) {
        Patience patience = new Patience(nowMs + realMs, task);
        if (!closed) {
            patient.add(patience);
            patience.future = loop.schedule(patience::fire, realMs, TimeUnit.MILLISECONDS);
        }
        return patience;
    }

    @Override
    public void resume() {
        gaveUp = false;
        cancelGiveUp();
        schedule();
    }

    @Override
    void close() {
        closed = true;
        steps.clear();
        Set.copyOf(patient).forEach(Patience::cancel);
        cancelGiveUp();
        unschedule();
    }

    private void schedule() {
        unschedule();
        Step first = steps.peek();
        if (first != null && !closed) {
            long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - steppedAtNs);
            next = loop.schedule(this::step, Math.max(0, first.dueMs - nowMs - passed), TimeUnit.MILLISECONDS);
        }
    }

    private void unschedule() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    private void step() {
        if (closed) {
            return;
        }
        if (!gaveUp && awaitsClient.getAsBoolean()) {
            if (giveUp == null) {
                giveUp = loop.schedule(this::goOnAlone, bearableMs, TimeUnit.MILLISECONDS);
            }
            return;
        }
        Step due = steps.poll();
        if (due != null) {
            jump(due.dueMs);
            due.task.run();
            schedule();
        }
    }

    /** A client that never comes back holds the clock only so long. */
    private void goOnAlone() {
        gaveUp = true;
        schedule();
    }

    private void cancelGiveUp() {
        if (giveUp != null) {
            giveUp.cancel(false);
            giveUp = null;
        }
    }

    private void jump(long dueMs) {
        nowMs = Math.max(nowMs, dueMs);
        steppedAtNs = System.nanoTime();
    }

    private final class Step implements Timer {
        private final long dueMs;
        private final long number;
        private final Runnable task;

        private Step(long dueMs, long number, Runnable task) {
            this.dueMs = dueMs;
            this.number = number;
            this.task = task;
        }

        @Override
        public void cancel() {
            steps.remove(this);
        }
    }

    private final class Patience implements Timer {
        private final long dueMs;
        private final Runnable task;
        private ScheduledFuture<?> future;

        private Patience(long dueMs, Runnable task) {
            this.dueMs = dueMs;
            this.task = task;
        }

        @Override
        public void cancel() {
            if (patient.remove(this)) {
                future.cancel(false);
            }
        }

        private void fire() {
            if (patient.remove(this)) {
                jump(dueMs);
                task.run();
                schedule();
            }
        }
    }
}
