package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The facts a session has told its call and that are not yet acknowledged, in order, bounded by count and by characters. */
final class Outbox {

    private final int maxFacts;
    private final long maxChars;
    private final Deque<CallEvent.Observed> facts = new ArrayDeque<>();
    private long chars;

    Outbox(int maxFacts, long maxChars) {
        this.maxFacts = maxFacts;
        this.maxChars = maxChars;
    }

    /** False when a bound is met; the fact is then not kept. */
    boolean add(CallEvent.Observed fact) {
        long size = size(fact);
        if (facts.size() >= maxFacts || chars + size > maxChars) {
            return false;
        }
        facts.addLast(fact);
        chars += size;
        return true;
    }

    /** Acknowledgements usually come in order, so the search usually ends at the head. */
    void acknowledge(String factId) {
        for (Iterator<CallEvent.Observed> each = facts.iterator(); each.hasNext(); ) {
            CallEvent.Observed fact = each.next();
            if (fact.factId().equals(factId)) {
                each.remove();
                chars -= size(fact);
                return;
            }
        }
    }

    boolean isEmpty() {
        return facts.isEmpty();
    }

    CallEvent.Observed head() {
        return facts.peekFirst();
    }

    List<CallEvent.Observed> all() {
        return List.copyOf(facts);
    }

    private static long size(CallEvent.Observed fact) {
        return 100
                + switch (fact) {
                    case CallEvent.TurnTranscribed turn -> turn.text().text().length();
                    case CallEvent.ToolRequested tool -> tool.arguments().text().length();
                    case CallEvent.SidebandAttached attached -> 0;
                    case CallEvent.SidebandLost lost -> 0;
                    case CallEvent.TranscriptGap gap -> 0;
                    case CallEvent.TurnUntranscribed turn -> 0;
                    case CallEvent.TurnInterrupted turn -> 0;
                    case CallEvent.TurnTimed timed -> 0;
                    case CallEvent.UsageRecorded usage -> 0;
                    case CallEvent.ToolAnswered answered -> 0;
                    case CallEvent.ToolAbandoned abandoned -> 0;
                    case CallEvent.DtmfReceived dtmf -> 0;
                };
    }
}
