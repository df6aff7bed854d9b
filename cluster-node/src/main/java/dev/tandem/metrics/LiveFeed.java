package dev.tandem.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is happening, passed on to whoever watches, and the calls that are going on: this node's, or the whole cluster's.
 * Calls publish and never wait for a watcher: one that cannot keep up is dropped. The one lock is held for as long as it takes to
 * hand an event to at most {@link #MAX_WATCHERS} queues; it makes a snapshot and the events after it fit together without a gap.
 */
public final class LiveFeed {

    /** Watchers at one time; each holds a bounded queue of its own. */
    public static final int MAX_WATCHERS = 32;

    /** Calls remembered at one time; above any limit admission can have on one node, so reaching it means that ends are not published. */
    public static final int MAX_CALLS = 10_000;

    /** Takes events without waiting. */
    public interface Watcher {

        /** @return false when the event could not be taken, or nothing more is wanted: it is the last one offered */
        boolean offer(long id, LiveEvent event);

        /** The node stops: nothing more will be offered. */
        void end();
    }

    /** What a request to watch gets. */
    public sealed interface Answer {
        /** The calls going on, oldest first; events from {@code id + 1} on are offered to the watcher. */
        record Watching(long id, List<LiveEvent.CallChanged> calls) implements Answer {}

        /** There are {@code limit} watchers already. */
        record Full(int limit) implements Answer {}
    }

    private final Object lock = new Object();
    private final Map<String, LiveEvent.CallChanged> calls = new LinkedHashMap<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private long lastId;

    public void publish(LiveEvent event) {
        synchronized (lock) {
            LiveEvent whole = remember(event);
            lastId++;
            watchers.removeIf(watcher -> !watcher.offer(lastId, whole));
        }
    }

    /** The call goes on, but on another node: it is that node's to show from here on. */
    public void moved(String callId) {
        synchronized (lock) {
            LiveEvent.CallChanged call = calls.get(callId);
            if (call != null) {
                publish(new LiveEvent.CallGone(callId, call.tenant(), Instant.now()));
            }
        }
    }

    /** The call as it stands, if it goes on. */
    public Optional<LiveEvent.CallChanged> call(String callId) {
        synchronized (lock) {
            return Optional.ofNullable(calls.get(callId));
        }
    }

    /** The calls going on, oldest first. */
    public List<LiveEvent.CallChanged> calls() {
        synchronized (lock) {
            return List.copyOf(calls.values());
        }
    }

    /** Whether this node shows the call as going on. */
    public boolean shows(String callId) {
        synchronized (lock) {
            return calls.containsKey(callId);
        }
    }

    public Answer watch(Watcher watcher) {
        synchronized (lock) {
            if (watchers.size() >= MAX_WATCHERS) {
                return new Answer.Full(MAX_WATCHERS);
            }
            watchers.add(watcher);
            return new Answer.Watching(lastId, List.copyOf(calls.values()));
        }
    }

    /** What a watcher would be told first, were it to begin now. */
    public Answer.Watching snapshot() {
        synchronized (lock) {
            return new Answer.Watching(lastId, List.copyOf(calls.values()));
        }
    }

    /** Lets every watcher go, because the node stops; streams that went on would hold its ports open. */
    public void end() {
        synchronized (lock) {
            watchers.forEach(Watcher::end);
            watchers.clear();
        }
    }

    public void leave(Watcher watcher) {
        synchronized (lock) {
            watchers.remove(watcher);
        }
    }

    public int watchers() {
        synchronized (lock) {
            return watchers.size();
        }
    }

    /** How many calls of each tenant are running or stopping; those still undecided belong to nobody and are not counted. */
    public Map<String, Integer> activeByTenant() {
        Map<String, Integer> active = new TreeMap<>();
        synchronized (lock) {
            for (LiveEvent.CallChanged call : calls.values()) {
                if (call.status() != LiveEvent.Status.NEW && call.tenant() != null) {
                    active.merge(call.tenant(), 1, Integer::sum);
                }
            }
        }
        return active;
    }

    /** What watchers are told: the event, and of a call everything that is known. */
    private LiveEvent remember(LiveEvent event) {
        return switch (event) {
            case LiveEvent.CallChanged call -> remember(call);
            case LiveEvent.CallGone gone -> {
                calls.remove(gone.callId());
                yield gone;
            }
            case LiveEvent.TurnSpoken turn -> {
                calls.computeIfPresent(
                        turn.callId(), (id, call) -> call.with(call.progress().spoken(turn)));
                yield turn;
            }
            case LiveEvent.TurnTimed turn -> {
                calls.computeIfPresent(
                        turn.callId(), (id, call) -> call.with(call.progress().timed(turn)));
                yield turn;
            }
            case LiveEvent.ToolRan tool -> tool;
        };
    }

    private LiveEvent.CallChanged remember(LiveEvent.CallChanged news) {
        LiveEvent.CallChanged before = calls.get(news.callId());
        LiveEvent.CallChanged call =
                before == null ? news : news.with(news.progress().after(before.progress()));
        if (call.status().over()) {
            calls.remove(call.callId());
            return call;
        }
        calls.put(call.callId(), call);
        if (calls.size() > MAX_CALLS) {
            Iterator<String> oldest = calls.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return call;
    }
}
