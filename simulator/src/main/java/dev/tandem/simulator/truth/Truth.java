package dev.tandem.simulator.truth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The append-only history of one simulator run; safe to read from any thread. */
public final class Truth {
    /**
     * About 7,000 calls and 150 MB; older lines leave memory (they stay in the file) and are counted as dropped.
     */
    public static final int MAX_LINES = 200_000;

    private final long startedNs = System.nanoTime();
    private final ArrayDeque<TruthLine> lines = new ArrayDeque<>();
    private final TruthStats stats = new TruthStats();
    private final Optional<TruthFile> file;
    private long dropped;

    /** A history that is also appended to a file where one is given. */
    public Truth(Optional<TruthFile> file) {
        this.file = file;
    }

    /** Milliseconds since the simulator started. */
    public long nowMs() {
        return (System.nanoTime() - startedNs) / 1_000_000;
    }

    /** Writes down what just happened. */
    public synchronized void append(String callId, String kind, ObjectNode fields) {
        TruthLine line = new TruthLine(nowMs(), callId, kind, fields);
        if (lines.size() >= MAX_LINES) {
            lines.removeFirst();
            dropped++;
        }
        lines.addLast(line);
        stats.observe(line);
        file.ifPresent(open -> open.append(line));
    }

    /** All lines still in memory, oldest first. */
    public synchronized List<TruthLine> lines() {
        return new ArrayList<>(lines);
    }

    /** The lines of one call, oldest first. */
    public List<TruthLine> linesOf(String callId) {
        return matching(line -> line.callId().equals(callId));
    }

    /** The lines of one call and kind, oldest first. */
    public List<TruthLine> linesOf(String callId, String kind) {
        return matching(line -> line.callId().equals(callId) && line.kind().equals(kind));
    }

    /** The counters over everything that ever happened, dropped lines included. */
    public synchronized ObjectNode stats() {
        return stats.json().put("truth_lines", lines.size()).put("truth_dropped", dropped);
    }

    private synchronized List<TruthLine> matching(Predicate<TruthLine> wanted) {
        return lines.stream().filter(wanted).toList();
    }
}
