package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls by id; those that are over are remembered for a while, so that late requests get the right error. */
public final class CallRegistry {
    /** Calls that ring or are live; offers above are refused. */
    public static final int MAX_OPEN = 5_000;
    /** Calls that are over and still known. */
    private static final int MAX_OVER = 10_000;

    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    /** Those of them that ring or are live. */
    private final Map<String, Call> open = new ConcurrentHashMap<>();

    private final Queue<String> over = new ConcurrentLinkedQueue<>();
    private final AtomicInteger overCount = new AtomicInteger();

    /** Adds a new call; false when too many are open. */
    public boolean add(Call call) {
        if (open.size() >= MAX_OPEN) {
            return false;
        }
        calls.put(call.id(), call);
        open.put(call.id(), call);
        return true;
    }

    /** Notes that a call is over. */
    public void over(Call call) {
        open.remove(call.id());
        over.add(call.id());
        if (overCount.incrementAndGet() > MAX_OVER) {
            calls.remove(over.remove());
            overCount.decrementAndGet();
        }
    }

    /** The call of an id. */
    public Optional<Call> find(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    /** The oldest live call whose agent waits for this function's output. */
    public Optional<Call> waitingFor(String function, JsonNode arguments) {
        return open.values().stream()
                .filter(call -> call.state() == CallState.LIVE && call.waitsFor(function, arguments))
                .min(Comparator.comparingLong(Call::ordinal));
    }

    /** All known calls, in no order. */
    public Collection<Call> all() {
        return List.copyOf(calls.values());
    }
}
