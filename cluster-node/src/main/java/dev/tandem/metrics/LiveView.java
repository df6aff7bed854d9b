package dev.tandem.metrics;

import dev.tandem.metrics.LiveEvent.CallChanged;
import dev.tandem.metrics.LiveEvent.CallGone;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The calls of the whole cluster as this node has heard of them: each once, whichever nodes speak of it. What a node says late of a call
 * that another one has taken up, or that is over, counts for nothing. A call whose node falls silent, or hands it over, stays
 * in view unattended until a node owns up to it.
 */
public final class LiveView {

    /** A call that nobody owned up to for so long is shown no longer; a node's calls are taken up within a fraction of it. */
    static final Duration UNATTENDED = Duration.ofMinutes(3);

    /** Calls whose end is remembered, so that old news does not bring them back. */
    private static final int ENDED = 5_000;

    private final LiveFeed feed;
    private final Map<String, Boolean> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > ENDED;
        }
    };

    /** @param feed of the whole cluster; nobody else publishes there */
    public LiveView(LiveFeed feed) {
        this.feed = feed;
    }

    /** The cluster's feed, to watch. */
    public LiveFeed feed() {
        return feed;
    }

    /** Follows what this node itself tells, without a detour. */
    public void follow(String self, LiveFeed own) {
        own.watch(new LiveFeed.Watcher() {
            @Override
            public boolean offer(long id, LiveEvent event) {
                heard(self, event);
                return true;
            }

            @Override
            public void end() {}
        });
    }

    /** A node says that this happened. */
    public synchronized void heard(String node, LiveEvent event) {
        switch (event) {
            case CallChanged call -> changed(call);
            case CallGone gone ->
                feed.call(gone.callId())
                        .filter(isOf(node))
                        .ifPresent(call -> feed.publish(unattended(call, gone.at())));
            case LiveEvent.TurnSpoken turn -> feed.publish(turn);
            case LiveEvent.TurnTimed turn -> feed.publish(turn);
            case LiveEvent.ToolRan tool -> feed.publish(tool);
        }
    }

    /**
     * All that goes on on a node, when its single events were not followed: what it does not name has ended unseen. Calls of a node of
     * that name that fell silent are not meant: it may be its successor that speaks.
     */
    public synchronized void whole(String node, List<CallChanged> calls) {
        Set<String> named = calls.stream().map(CallChanged::callId).collect(Collectors.toSet());
        for (CallChanged call : feed.calls()) {
            boolean attended = call.progress().unattendedSince() == null;
            if (attended && isOf(node).test(call) && !named.contains(call.callId())) {
                feed.publish(new CallGone(call.callId(), call.tenant(), Instant.now()));
            }
        }
        for (CallChanged call : calls) {
            if (!feed.call(call.callId()).filter(call::equals).isPresent()) {
                changed(call);
            }
        }
    }

    /** Nothing is heard of the node: its calls are unattended until it is heard again or another one takes them up. */
    public synchronized void silent(String node, Instant since) {
        for (CallChanged call : feed.calls()) {
            if (isOf(node).test(call) && call.progress().unattendedSince() == null) {
                feed.publish(unattended(call, since));
            }
        }
    }

    /** Lets go of what nobody will tell the end of. */
    public synchronized void tidy(Instant now) {
        for (CallChanged call : feed.calls()) {
            Instant since = call.progress().unattendedSince();
            if (since != null && since.plus(UNATTENDED).isBefore(now)) {
                feed.publish(new CallGone(call.callId(), call.tenant(), now));
            }
        }
    }

    private void changed(CallChanged call) {
        if (call.status().over()) {
            ended.put(call.callId(), true);
            feed.publish(call);
        } else if (!ended.containsKey(call.callId()) && !isStale(call)) {
            feed.publish(call);
        }
    }

    /** Said by a node that does not know yet that another one has the call. */
    private boolean isStale(CallChanged call) {
        return feed.call(call.callId())
                .filter(known -> known.node() != null && !known.node().equals(call.node()))
                .filter(known -> known.at().isAfter(call.at()))
                .isPresent();
    }

    private static CallChanged unattended(CallChanged call, Instant since) {
        return call.with(call.progress().unattended(since));
    }

    private static Predicate<CallChanged> isOf(String node) {
        return call -> node.equals(call.node());
    }
}
