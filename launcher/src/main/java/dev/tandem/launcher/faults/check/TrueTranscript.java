package dev.tandem.launcher.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.check.Difference;
import dev.tandem.launcher.check.TranscriptCheck;
import dev.tandem.launcher.check.TranscriptLine;
import dev.tandem.launcher.check.TruthLine;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import dev.tandem.launcher.faults.truth.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** I6. */
final class TrueTranscript implements Invariant {
    /** What was heard so shortly before the sideband was lost may have been lost with its listener. */
    private static final long IN_FLIGHT_MS = 10_000;

    /** A node that lost its cluster holds on to a sideband until it is sure; by then another has long taken the call up. */
    private static final long TAKEN_UP_WITHIN_MS = 45_000;

    /** A first sideband takes a moment; who speaks meanwhile is not cut off. */
    private static final long FIRST_ATTACH_MS = 2_000;

    @Override
    public String name() {
        return "I6";
    }

    @Override
    public String promise() {
        return "The transcript is byte-equal to the truth, except items inside a gap; gaps exist only where no sideband"
                + " was attached.";
    }

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> violations = new ArrayList<>();
        for (CallHistory call : evidence.history().calls()) {
            if (call.first(Kind.ACCEPT).isEmpty()) {
                continue;
            }
            JsonNode shown = evidence.calls().get(call.id());
            if (shown == null) {
                violations.add(Violation.told(name(), call.id(), "was accepted and the API does not know it"));
            } else {
                new OneCall(call, shown, Marks.deaf(evidence.history())).judge(violations);
            }
        }
        return violations;
    }

    private final class OneCall {
        private final CallHistory call;
        private final JsonNode gaps;
        private final List<TranscriptLine> told;
        private final Map<String, Line> turns = new HashMap<>();
        private final List<Stretch> cutOff;

        OneCall(CallHistory call, JsonNode shown, List<Long> deaf) {
            this.call = call;
            this.gaps = shown.path("gaps");
            this.told = TranscriptLine.of(shown.path("transcript"));
            call.of(Kind.TURN).forEach(turn -> turns.put(turn.text("item_id"), turn));
            long first = call.time(Kind.ATTACH).orElse(Long.MAX_VALUE);
            this.cutOff = Stream.concat(
                            call.unattached().stream()
                                    .filter(stretch -> stretch.toMs() != first || stretch.lengthMs() > FIRST_ATTACH_MS),
                            Stream.concat(
                                    call.of(Kind.ATTACH).stream()
                                            .skip(1)
                                            .flatMap(again -> unheard(again.tMs(), again.tMs(), deaf)),
                                    call.first(Kind.ENDED).stream()
                                            .flatMap(end -> unheard(end.tMs(), end.tMs() + IN_FLIGHT_MS, deaf))))
                    .toList();
        }

        /**
         * From a fault until the call was taken up, or was over before anybody could: its open sideband led to a node that could
         * not keep what it heard, be it the end itself.
         */
        private static Stream<Stretch> unheard(long untilMs, long faultUntilMs, List<Long> deaf) {
            return deaf.stream()
                    .filter(since -> since <= faultUntilMs && untilMs - since <= TAKEN_UP_WITHIN_MS)
                    .map(since -> new Stretch(Math.min(since, untilMs), untilMs));
        }

        void judge(List<Violation> violations) {
            for (Difference difference : TranscriptCheck.compare(expected(), told)) {
                if (!(difference instanceof Difference.Missing missing) || !excused(missing.itemId())) {
                    Line turn = turns.get(difference.itemId());
                    violations.add(Violation.shown(
                            name(),
                            call.id(),
                            "item " + difference.itemId() + " " + difference.explanation(),
                            turn == null ? List.of() : List.of(turn)));
                }
            }
            for (JsonNode gap : gaps) {
                Stretch time = time(gap);
                if (cutOff.stream().noneMatch(time::meets)) {
                    violations.add(new Violation(
                            name(),
                            call.id(),
                            "has a gap where a sideband was attached all the time",
                            List.of(gap.toString(), "unattached: " + cutOff)));
                }
            }
        }

        /** What was delivered, and of the rest what the node asked for afterwards. */
        private List<TruthLine> expected() {
            Set<String> asked = new HashSet<>();
            told.forEach(line -> asked.add(line.itemId()));
            Set<String> cutLater = call.of(Kind.TRUNCATED).stream()
                    .filter(cut -> cut.flag("told"))
                    .map(cut -> cut.text("item_id"))
                    .collect(Collectors.toSet());
            return call.of(Kind.TURN).stream()
                    .filter(turn -> turn.flag("delivered") || asked.contains(turn.text("item_id")))
                    .map(turn -> new TruthLine(
                            turn.number("index"),
                            turn.text("item_id"),
                            turn.text("speaker"),
                            turn.text("text"),
                            turn.flag("interrupted") || cutLater.contains(turn.text("item_id"))))
                    .sorted(Comparator.comparingLong(TruthLine::index))
                    .toList();
        }

        private boolean excused(String itemId) {
            Line turn = turns.get(itemId);
            long index = turn.number("index");
            Stretch heard = new Stretch(turn.tMs(), turn.tMs() + IN_FLIGHT_MS);
            boolean cut = cutOff.stream().anyMatch(heard::meets);
            for (JsonNode gap : gaps) {
                if (cut && place(gap, "after_item", -1) < index && index < place(gap, "before_item", Long.MAX_VALUE)) {
                    return true;
                }
            }
            return false;
        }

        private Stretch time(JsonNode gap) {
            Line after = turns.get(gap.path("after_item").asText());
            Line before = turns.get(gap.path("before_item").asText());
            return new Stretch(
                    after == null ? call.time(Kind.ACCEPT).orElse(0) : after.tMs(),
                    before == null ? Long.MAX_VALUE : before.tMs() + IN_FLIGHT_MS);
        }

        private long place(JsonNode gap, String bound, long otherwise) {
            Line turn = turns.get(gap.path(bound).asText());
            return turn == null ? otherwise : turn.number("index");
        }
    }
}
