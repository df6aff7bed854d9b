package dev.tandem.launcher.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what the API says of a call with what was really said in it. */
public final class TranscriptCheck {
    private TranscriptCheck() {}

    /** Every difference, first the items that are missing, too many or out of place, then the wrong contents; empty when all is equal. */
    public static List<Difference> compare(List<TruthLine> truth, List<TranscriptLine> transcript) {
        List<Difference> differences = new ArrayList<>();
        Map<String, TruthLine> said = new LinkedHashMap<>();
        truth.forEach(line -> said.put(line.itemId(), line));
        Map<String, TranscriptLine> found = new LinkedHashMap<>();
        Set<String> repeated = new HashSet<>();
        for (TranscriptLine line : transcript) {
            if (!said.containsKey(line.itemId())) {
                differences.add(new Difference.NeverSaid(line.itemId()));
            } else if (found.putIfAbsent(line.itemId(), line) != null && repeated.add(line.itemId())) {
                differences.add(new Difference.Repeated(line.itemId()));
            }
        }
        said.keySet().stream()
                .filter(item -> !found.containsKey(item))
                .forEach(item -> differences.add(new Difference.Missing(item)));
        differences.addAll(misplaced(said, found));
        found.forEach((item, line) -> differences.addAll(contents(said.get(item), line)));
        return List.copyOf(differences);
    }

    private static List<Difference> misplaced(Map<String, TruthLine> said, Map<String, TranscriptLine> found) {
        List<String> order = said.keySet().stream().filter(found::containsKey).toList();
        List<String> told = List.copyOf(found.keySet());
        List<Difference> differences = new ArrayList<>();
        for (int place = 0; place < told.size(); place++) {
            String item = told.get(place);
            if (!item.equals(order.get(place))) {
                differences.add(new Difference.Misplaced(item, order.indexOf(item), place));
            }
        }
        return differences;
    }

    private static List<Difference> contents(TruthLine said, TranscriptLine found) {
        List<Difference> differences = new ArrayList<>();
        if (!said.speaker().equals(found.speaker())) {
            differences.add(new Difference.WrongSpeaker(said.itemId(), said.speaker(), found.speaker()));
        }
        int at = Arrays.mismatch(
                said.text().getBytes(StandardCharsets.UTF_8), found.text().getBytes(StandardCharsets.UTF_8));
        if (at >= 0) {
            differences.add(new Difference.WrongText(said.itemId(), at));
        }
        if (said.interrupted() != found.interrupted()) {
            differences.add(new Difference.WrongInterruption(said.itemId(), said.interrupted()));
        }
        return differences;
    }
}
