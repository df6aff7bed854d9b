package dev.tandem.simulator.truth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
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
    private final Optional<TruthOrder> order;
    private long dropped;

    /**
     * A history that is also appended to a file where one is given.
     *
     * @param deterministic whether the lines of a session stand together, so that equal runs give equal bytes
     */
    public Truth(Optional<TruthFile> file, boolean deterministic) {
        this.file = file;
        this.order = deterministic ? Optional.of(new TruthOrder()) : Optional.empty();
    }

    /** Milliseconds since the simulator started. */
    public long nowMs() {
        return (System.nanoTime() - startedNs) / 1_000_000;
    }

    /** Writes down what just happened outside of any session. */
    public void append(String callId, String kind, ObjectNode fields) {
        append(order.isPresent() ? 0 : nowMs(), callId, kind, fields);
    }

    /** Writes down what happened at a time of a session's own clock. */
    public void append(long tMs, String callId, String kind, ObjectNode fields) {
        appendFor(callId, tMs, callId, kind, fields);
    }

    /** Writes down what belongs to a session without naming it. */
    public synchronized void appendFor(String session, long tMs, String callId, String kind, ObjectNode fields) {
        TruthLine line = new TruthLine(tMs, callId, kind, fields);
        if (lines.size() >= MAX_LINES) {
            lines.removeFirst();
            dropped++;
        }
        lines.addLast(line);
        stats.observe(line);
        List<TruthLine> due = order.map(kept -> kept.add(session, line)).orElseGet(() -> List.of(line));
        file.ifPresent(open -> due.forEach(open::append));
    }

    /** All lines still in memory, oldest first; of a deterministic run session by session. */
    public synchronized List<TruthLine> lines() {
        return order.map(TruthOrder::all).orElseGet(() -> List.copyOf(lines));
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
        return stats.json()
                .put("truth_lines", lines.size())
                .put("truth_dropped", dropped)
                .put("now_ms", nowMs());
    }

    /** The run is over: what was held back for the order of the file is written. */
    public synchronized void close() {
        order.ifPresent(kept -> file.ifPresent(open -> kept.rest().forEach(open::append)));
    }

    private synchronized List<TruthLine> matching(Predicate<TruthLine> wanted) {
        return lines.stream().filter(wanted).toList();
    }
}
