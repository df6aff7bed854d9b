package dev.tandem.node;

import dev.tandem.metrics.LiveEvent;
import dev.tandem.metrics.LiveEvent.CallChanged;
import dev.tandem.metrics.LiveFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** What one follower of {@link LiveTelling} has yet to be told; touched by that actor only. */
final class LiveFollower {

    /** Events kept for a follower that is slow. */
    static final int BACKLOG = 2_000;

    /** One message holds no more calls or events, and no more characters of words, so that it fits into a frame of remoting. */
    private static final int MOST_ENTRIES = 100;

    private static final int MOST_CHARS = 30_000;

    private boolean words;
    private long number;
    private boolean free = true;
    private long sentAt;
    private long wholeUpTo;
    private boolean wholeBegins;
    private Deque<CallChanged> whole;
    private final Map<String, LiveEvent> pending = new LinkedHashMap<>();

    /** From here on: all calls, and then what happens after {@code now}. */
    void begin(boolean withWords, LiveFeed.Answer.Watching now) {
        words = withWords;
        whole = new ArrayDeque<>(now.calls());
        wholeBegins = true;
        wholeUpTo = now.id();
        pending.clear();
        free = true;
    }

    boolean words() {
        return words;
    }

    /** Of several changes of one call only the latest is kept. */
    void add(long id, LiveEvent event) {
        if (id <= wholeUpTo) {
            return;
        }
        switch (event) {
            case LiveEvent.CallChanged call -> {
                pending.remove(call.callId());
                pending.put(call.callId(), call);
            }
            case LiveEvent.CallGone gone -> pending.put("gone " + id, gone);
            case LiveEvent.TurnSpoken turn -> addWords(id, turn);
            case LiveEvent.TurnTimed turn -> addWords(id, turn);
            case LiveEvent.ToolRan tool -> addWords(id, tool);
        }
    }

    private void addWords(long id, LiveEvent event) {
        if (words) {
            pending.put("words " + id, event);
        }
    }

    boolean isBehind() {
        return pending.size() > BACKLOG;
    }

    boolean isFree() {
        return free;
    }

    boolean hasMore() {
        return whole != null || !pending.isEmpty();
    }

    boolean waitsLongerThan(Duration time) {
        return !free && quietFor(time);
    }

    boolean quietFor(Duration time) {
        return System.nanoTime() - sentAt > time.toNanos();
    }

    /** Whether this was the message under way. */
    boolean heard(long heard) {
        if (free || heard != number) {
            return false;
        }
        free = true;
        return true;
    }

    LiveTelling.Told next(ActorRef<LiveTelling.Command> teller, Vitals vitals) {
        free = false;
        sentAt = System.nanoTime();
        number++;
        return whole == null ? new LiveTelling.News(teller, number, vitals, someEvents()) : someCalls(teller, vitals);
    }

    private LiveTelling.Told someCalls(ActorRef<LiveTelling.Command> teller, Vitals vitals) {
        List<CallChanged> calls = new ArrayList<>();
        while (calls.size() < MOST_ENTRIES && !whole.isEmpty()) {
            calls.add(whole.remove());
        }
        boolean last = whole.isEmpty();
        LiveTelling.Told told = new LiveTelling.Calls(teller, number, vitals, wholeBegins, last, calls);
        wholeBegins = false;
        whole = last ? null : whole;
        return told;
    }

    private List<LiveEvent> someEvents() {
        List<LiveEvent> events = new ArrayList<>();
        int chars = 0;
        Iterator<LiveEvent> each = pending.values().iterator();
        while (each.hasNext() && events.size() < MOST_ENTRIES && chars < MOST_CHARS) {
            LiveEvent event = each.next();
            events.add(event);
            chars += event instanceof LiveEvent.TurnSpoken turn
                    ? turn.text().text().length()
                    : 0;
            each.remove();
        }
        return events;
    }
}
