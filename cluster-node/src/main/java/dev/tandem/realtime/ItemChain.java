package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The items of a conversation, each behind another, and what of them was missed while no sideband was attached. An item that
 * is seen to follow an unknown one is asked for; the provider tells an item by its id and not what stands before it, so what
 * cannot be reached that way becomes a gap. Not thread-safe; knows no socket and no clock.
 */
final class ItemChain {

    /** Items whose place is remembered; a 60-minute session has a few hundred. */
    private static final int MAX_ITEMS = 10_000;

    /** Unknown items asked for after one re-attach; each leads to one before it at the most. */
    private static final int MAX_ASKED = 8;

    private final Map<String, String> previous = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_ITEMS;
        }
    };
    /** Items of the conversation that the journal has although this session never saw them. */
    private final Set<String> journalled;

    /** Items that never carry words, such as tool outputs; the journal's chain of items passes over them. */
    private final Set<String> mute = new HashSet<>();

    private final Set<String> asked = new HashSet<>();
    private final List<String> toAsk = new ArrayList<>();
    private String last;
    private boolean gapOpen;
    private String gapAfter;
    private Instant gapSince;
    private Instant attachedAt;
    private String awaited;
    private Instant awaitedSince;
    private String behindAwaited;

    ItemChain(String last, Collection<String> journalled) {
        this.last = last;
        this.journalled = Set.copyOf(journalled);
    }

    /** An item that a session before saw, and the one before it. */
    void inherit(String itemId, String previousItemId) {
        previous.put(itemId, previousItemId);
    }

    /** Behind what items may be missed, should no sideband follow at once. */
    String gapWouldFollow() {
        return gapOpen ? gapAfter : last;
    }

    /** Since when they may be missed. */
    Instant gapWouldBegin(Instant now) {
        return gapOpen ? gapSince : now;
    }

    /** From now on items may be missed. */
    void detached(Instant since) {
        if (!gapOpen) {
            gapOpen = true;
            gapAfter = last;
            gapSince = since;
        }
        awaited = null;
        asked.clear();
        toAsk.clear();
    }

    void attached(Instant at) {
        attachedAt = at;
    }

    boolean hasBegun() {
        return last != null;
    }

    boolean isNew(String itemId) {
        return !previous.containsKey(itemId);
    }

    void mute(String itemId) {
        mute.add(itemId);
    }

    /** The item before this one that the journal knows or will know. */
    String before(String itemId) {
        String before = previous.get(itemId);
        while (before != null && mute.contains(before)) {
            before = previous.get(before);
        }
        return before;
    }

    /** An item and the one before it were named together. */
    void place(String itemId, String previousItemId, Instant at, List<CallEvent.Observed> facts) {
        if (itemId.equals(awaited)) {
            awaited = null;
        } else if (previous.containsKey(itemId)) {
            return;
        }
        previous.put(itemId, previousItemId);
        follows(previousItemId, itemId, at, facts);
        last = itemId;
    }

    /** What the conversation ends with just now, as our note at its end shows; the note itself is no item of anyone's. */
    void endsWith(String itemId, String noteId, Instant at, List<CallEvent.Observed> facts) {
        mute.add(noteId);
        if (previous.containsKey(noteId)) {
            return;
        }
        previous.put(noteId, itemId);
        follows(itemId, null, at, facts);
    }

    private void follows(String itemId, String behind, Instant at, List<CallEvent.Observed> facts) {
        if (!gapOpen || attachedAt == null || awaited != null) {
            return;
        }
        if (itemId == null ? gapAfter == null : isKnown(itemId)) {
            gapOpen = false;
        } else if (itemId == null || asked.size() >= MAX_ASKED || !asked.add(itemId)) {
            if (behind != null) {
                facts.add(closeGap(behind, at));
            }
        } else {
            toAsk.add(itemId);
            awaited = itemId;
            awaitedSince = at;
            behindAwaited = behind;
        }
    }

    private boolean isKnown(String itemId) {
        return previous.containsKey(itemId) || journalled.contains(itemId) || itemId.equals(gapAfter);
    }

    /** Items to ask the provider for, each once. */
    List<String> toAsk() {
        List<String> items = List.copyOf(toAsk);
        toAsk.clear();
        return items;
    }

    /**
     * True when this is the item that was asked for.
     *
     * @param stillGrowing its end will be told, and with it the item before it
     */
    boolean found(String itemId, boolean stillGrowing, Instant at, List<CallEvent.Observed> facts) {
        if (!itemId.equals(awaited)) {
            return false;
        }
        // Whatever stood between is missing, and the journal's chain goes on over the gap. What stands before an item
        // that still
        // grows is not known yet: words that are told before its end must not claim a place which its true neighbour
        // will have.
        previous.putIfAbsent(itemId, stillGrowing ? null : gapAfter);
        if (behindAwaited == null) {
            last = itemId;
        }
        if (!stillGrowing) {
            awaited = null;
            facts.add(closeGap(itemId, at));
        }
        return true;
    }

    /** The provider does not know it either. */
    void notFound(String itemId, Instant at, List<CallEvent.Observed> facts) {
        if (itemId.equals(awaited)) {
            awaited = null;
            if (behindAwaited != null) {
                facts.add(closeGap(behindAwaited, at));
            }
        }
    }

    /** Gives up on an item that was asked for before then. */
    void overdue(Instant askedBefore, Instant at, List<CallEvent.Observed> facts) {
        if (awaited != null && !awaitedSince.isAfter(askedBefore)) {
            String item = previous.containsKey(awaited) ? awaited : behindAwaited;
            awaited = null;
            if (item != null) {
                facts.add(closeGap(item, at));
            }
        }
    }

    private CallEvent.TranscriptGap closeGap(String beforeItem, Instant at) {
        gapOpen = false;
        long ms = Math.max(0, attachedAt.toEpochMilli() - gapSince.toEpochMilli());
        return new CallEvent.TranscriptGap(at, gapAfter, beforeItem, ms);
    }
}
