package dev.tandem.load.simulation;

import dev.tandem.load.calls.SignedCopy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** Copies of webhooks until they are due: the first ones at once, the last ones while the call goes on or after its end. */
final class CopyQueue {
    /** After this time the last copy of a call has been due, and one repeat of it. */
    static final Duration LONGEST = Duration.ofSeconds(25);

    private static final List<Duration> LATE =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(20));
    private static final Duration REPEAT = Duration.ofSeconds(1);

    private record Due(SignedCopy copy, long at) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    private final DelayQueue<Due> queue = new DelayQueue<>();

    void addAll(List<SignedCopy> copies) {
        int atOnce = Math.max(1, copies.size() - LATE.size());
        for (int i = 0; i < copies.size(); i++) {
            add(copies.get(i), i < atOnce ? Duration.ZERO : LATE.get(i - atOnce));
        }
    }

    /** Nobody took it. */
    void again(SignedCopy copy) {
        add(copy, REPEAT);
    }

    /** One that is due. */
    Optional<SignedCopy> next() {
        return Optional.ofNullable(queue.poll()).map(Due::copy);
    }

    private void add(SignedCopy copy, Duration in) {
        queue.add(new Due(copy, System.nanoTime() + in.toNanos()));
    }
}
