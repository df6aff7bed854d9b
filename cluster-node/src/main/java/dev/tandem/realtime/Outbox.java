package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The facts a session has told its call and that are not yet acknowledged, in order: the oldest in memory, bounded by count and by
 * characters, those behind them in a file, bounded by bytes. This keeps the account; writing and reading the file is another's work.
 */
final class Outbox {

    private final int maxFacts;
    private final long maxChars;
    private final long maxFileBytes;
    private final Deque<CallEvent.Observed> facts = new ArrayDeque<>();
    private long chars;
    private int inFile;
    private long fileBytes;
    private boolean reading;

    Outbox(int maxFacts, long maxChars, long maxFileBytes) {
        this.maxFacts = maxFacts;
        this.maxChars = maxChars;
        this.maxFileBytes = maxFileBytes;
    }

    /** False when there is no room in memory, or when others went to the file before. */
    boolean addToMemory(CallEvent.Observed fact) {
        long size = size(fact);
        if (inFile > 0 || facts.size() >= maxFacts || chars + size > maxChars) {
            return false;
        }
        keep(fact, size);
        return true;
    }

    /** Counts one more fact of so many bytes in the file; false when there is no room there either. */
    boolean addToFile(long bytes) {
        if (fileBytes + bytes > maxFileBytes) {
            return false;
        }
        inFile++;
        fileBytes += bytes;
        return true;
    }

    private void keep(CallEvent.Observed fact, long size) {
        facts.addLast(fact);
        chars += size;
    }

    /** True when the acknowledged fact was kept; acknowledgements usually come in order, so the search usually ends at the head. */
    boolean acknowledge(String factId) {
        for (Iterator<CallEvent.Observed> each = facts.iterator(); each.hasNext(); ) {
            CallEvent.Observed fact = each.next();
            if (fact.factId().equals(factId)) {
                each.remove();
                chars -= size(fact);
                return true;
            }
        }
        return false;
    }

    /** Puts another fact into the place of one that is still in memory; false when it is not. */
    boolean replace(String factId, CallEvent.Observed instead) {
        boolean found = facts.stream().anyMatch(fact -> fact.factId().equals(factId));
        if (found) {
            List<CallEvent.Observed> before = all();
            facts.clear();
            chars = 0;
            before.stream()
                    .map(fact -> fact.factId().equals(factId) ? instead : fact)
                    .forEach(fact -> keep(fact, size(fact)));
        }
        return found;
    }

    /** How many facts to read back from the file now; 0 while a reading is under way or there is no room for it. */
    int toRead() {
        if (reading || inFile == 0 || facts.size() > maxFacts / 2 || chars > maxChars / 2) {
            return 0;
        }
        reading = true;
        return Math.min(inFile, Math.max(1, maxFacts / 4));
    }

    /** Those facts, the oldest of the file, are back. */
    void readBack(List<CallEvent.Observed> oldest) {
        reading = false;
        inFile -= oldest.size();
        if (inFile == 0) {
            fileBytes = 0;
        }
        oldest.forEach(fact -> keep(fact, size(fact)));
    }

    /** The file is unusable: how many facts are lost with it. */
    int fileLost() {
        int lost = inFile;
        reading = false;
        inFile = 0;
        fileBytes = 0;
        return lost;
    }

    boolean isEmpty() {
        return facts.isEmpty() && inFile == 0;
    }

    int inMemory() {
        return facts.size();
    }

    int inFile() {
        return inFile;
    }

    /** The oldest in memory, in order: at least one, if any, and at most so many; none after so many characters. */
    List<CallEvent.Observed> first(int most, long enoughChars) {
        List<CallEvent.Observed> first = new ArrayList<>(Math.min(most, facts.size()));
        long taken = 0;
        for (CallEvent.Observed fact : facts) {
            if (first.size() == most || taken >= enoughChars) {
                break;
            }
            first.add(fact);
            taken += size(fact);
        }
        return first;
    }

    /** What is in memory, oldest first. */
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
