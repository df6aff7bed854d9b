package dev.tandem.load.truth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds a transcript against what was said. */
final class TranscriptFaults {
    private TranscriptFaults() {}

    /**
     * A clause for each difference, never the words; empty when every delivered turn is there once, in order and to the byte. Where the
     * transcript itself tells of a gap, words may be missing in it, and words that nobody delivered may have been asked for afterwards.
     */
    static List<String> of(CallTruth truth, ShownCall shown) {
        List<String> faults = new ArrayList<>();
        Map<String, Turn> told = new LinkedHashMap<>();
        for (Turn turn : shown.transcript()) {
            if (told.putIfAbsent(turn.itemId(), turn) != null) {
                faults.add("item " + turn.itemId() + " appears more than once");
            }
        }
        List<String> delivered = truth.delivered().stream().map(Turn::itemId).toList();
        truth.delivered().forEach(said -> {
            Turn turn = told.get(said.itemId());
            if (turn != null) {
                faults.addAll(contents(said, turn));
            } else if (!inGap(truth, shown.gaps(), said.itemId())) {
                faults.add("item " + said.itemId() + " is missing");
            }
        });
        told.values().stream()
                .filter(turn -> !delivered.contains(turn.itemId()))
                .filter(turn -> shown.gaps().isEmpty() || !saidUndelivered(truth, turn))
                .forEach(turn -> faults.add("item " + turn.itemId() + " was never said"));
        if (!inOrder(truth, told)) {
            faults.add("the order is not that of the conversation");
        }
        return faults;
    }

    private static List<String> contents(Turn said, Turn told) {
        List<String> faults = new ArrayList<>();
        int at = Arrays.mismatch(
                said.text().getBytes(StandardCharsets.UTF_8), told.text().getBytes(StandardCharsets.UTF_8));
        if (at >= 0) {
            faults.add("item " + said.itemId() + " differs from byte " + at);
        }
        if (!said.speaker().equals(told.speaker())) {
            faults.add("item " + said.itemId() + " is given to the " + told.speaker());
        }
        if (said.interrupted() != told.interrupted()) {
            faults.add("item " + said.itemId()
                    + (said.interrupted() ? " was interrupted, unmarked" : " was not interrupted"));
        }
        return faults;
    }

    private static boolean saidUndelivered(CallTruth truth, Turn told) {
        return truth.turn(told.itemId())
                .filter(said ->
                        said.text().equals(told.text()) && said.speaker().equals(told.speaker()))
                .isPresent();
    }

    private static boolean inGap(CallTruth truth, List<ShownCall.Gap> gaps, String itemId) {
        int place = truth.place(itemId);
        return gaps.stream().anyMatch(gap -> {
            int before = gap.beforeItem().isEmpty() ? -1 : truth.place(gap.beforeItem());
            return truth.place(gap.afterItem()) < place && (before < 0 || place < before);
        });
    }

    private static boolean inOrder(CallTruth truth, Map<String, Turn> told) {
        int last = -1;
        for (String item : told.keySet()) {
            int place = truth.place(item);
            if (place >= 0 && place < last) {
                return false;
            }
            last = Math.max(last, place);
        }
        return true;
    }
}
