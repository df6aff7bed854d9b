package dev.tandem.load.calls;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this run has placed, told by all its virtual users. */
public final class PlacedCalls {
    private final Map<String, PlacedCall> calls = new ConcurrentHashMap<>();

    /** A webhook of this call goes out now. */
    public void posting(String id) {
        double now = nowMs();
        calls.compute(id, (key, call) -> call == null ? PlacedCall.posted(id, now) : call.postedAgain());
    }

    /** A delivery of this call was answered with 2xx now. */
    public void answered(String id) {
        double now = nowMs();
        calls.computeIfPresent(id, (key, call) -> call.answered(now));
    }

    /** All of them, in no order. */
    public Collection<PlacedCall> all() {
        return List.copyOf(calls.values());
    }

    /** How many. */
    public int size() {
        return calls.size();
    }

    /** This process's clock, in milliseconds. */
    public static double nowMs() {
        return System.nanoTime() / 1e6;
    }
}
