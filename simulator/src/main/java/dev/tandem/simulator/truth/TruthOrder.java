package dev.tandem.simulator.truth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the lines of a deterministic run into an order that does not depend on who was faster.
 *
 * <p>Sessions stand one after the other in the order in which they began; a session's lines are sorted by its own
 * clock, and what its client did in one moment by its content. Lines that belong to no session come last.
 */
final class TruthOrder {
    /** What several requests of a client do in one moment, in any order. */
    private static final Set<String> RACING = Set.of("delivery", "tool_effect", "tool_output");
    /** Bounds what is kept in memory for the order; later lines are written as they come. */
    private static final int MAX_KEPT = Truth.MAX_LINES;

    private final Map<String, Block> waiting = new LinkedHashMap<>();
    private final List<TruthLine> written = new ArrayList<>();
    private final List<TruthLine> last = new ArrayList<>();
    private int kept;

    /** Takes a line; gives those that can be written now. */
    List<TruthLine> add(String session, TruthLine line) {
        if (kept >= MAX_KEPT) {
            return List.of(line);
        }
        kept++;
        Block block = waiting.get(session);
        boolean begins = line.kind().equals("offer") || line.kind().equals("session");
        if (block == null && begins) {
            block = new Block();
            waiting.put(session, block);
        }
        if (block == null) {
            last.add(line);
            return List.of();
        }
        block.lines.add(line);
        block.over |= line.kind().equals("ended");
        return due();
    }

    /** All lines in their order. */
    List<TruthLine> all() {
        List<TruthLine> all = new ArrayList<>(written);
        all.addAll(rest());
        return all;
    }

    /** What {@link #add} did not give yet. */
    List<TruthLine> rest() {
        List<TruthLine> rest = new ArrayList<>();
        waiting.values().forEach(block -> rest.addAll(sorted(block.lines)));
        last.stream()
                .sorted(Comparator.comparing(TruthLine::kind).thenComparing(TruthLine::json))
                .forEach(rest::add);
        return rest;
    }

    private List<TruthLine> due() {
        List<TruthLine> due = new ArrayList<>();
        var blocks = waiting.values().iterator();
        while (blocks.hasNext()) {
            Block first = blocks.next();
            if (!first.over) {
                break;
            }
            due.addAll(sorted(first.lines));
            blocks.remove();
        }
        written.addAll(due);
        return due;
    }

    private static List<TruthLine> sorted(Collection<TruthLine> lines) {
        List<TruthLine> sorted = new ArrayList<>(lines);
        sorted.sort(Comparator.comparingLong(TruthLine::tMs).thenComparingInt(TruthOrder::rank));
        for (int start = 0; start < sorted.size(); ) {
            int end = start + 1;
            while (end < sorted.size()
                    && sorted.get(end).tMs() == sorted.get(start).tMs()) {
                end++;
            }
            settle(sorted.subList(start, end));
            start = end;
        }
        return sorted;
    }

    /** Lines of one moment: those that raced are sorted among themselves, in the places they took. */
    private static void settle(List<TruthLine> moment) {
        List<TruthLine> raced = moment.stream()
                .filter(line -> RACING.contains(line.kind()))
                .sorted(Comparator.comparing(TruthLine::kind).thenComparing(TruthLine::json))
                .toList();
        int next = 0;
        for (int i = 0; i < moment.size(); i++) {
            if (RACING.contains(moment.get(i).kind())) {
                moment.set(i, raced.get(next++));
            }
        }
    }

    private static int rank(TruthLine line) {
        return switch (line.kind()) {
            case "offer" -> 0;
            case "delivery" -> 1;
            default -> 2;
        };
    }

    /** The lines of one session. */
    private static final class Block {
        private final List<TruthLine> lines = new ArrayList<>();
        private boolean over;
    }
}
