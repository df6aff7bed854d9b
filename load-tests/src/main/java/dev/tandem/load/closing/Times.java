package dev.tandem.load.closing;

import dev.tandem.load.calls.PlacedCall;
import dev.tandem.load.measure.Percentiles;
import dev.tandem.load.measure.TruthClock;
import dev.tandem.load.truth.CallTruth;
import dev.tandem.load.truth.Truth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The times of a run's calls, in which Tandem has a hand; the rest of a turn is the model's. */
final class Times {
    static final String WEBHOOK_ANSWERED = "webhook to its answer";

    private Times() {}

    static Map<String, Percentiles> of(Observed observed, Truth truth) {
        TruthClock clock = observed.clock();
        List<Double> answered = new ArrayList<>();
        List<Double> accepted = new ArrayList<>();
        List<Double> words = new ArrayList<>();
        List<Double> greeted = new ArrayList<>();
        List<Double> tools = new ArrayList<>();
        List<Double> gaps = new ArrayList<>();
        List<Double> feed = new ArrayList<>();
        for (PlacedCall call : observed.calls()) {
            CallTruth happened = truth.of(call.id());
            answered.add(call.answeredMs() - call.postedMs());
            happened.acceptedAt().ifPresent(at -> accepted.add(clock.between(call.postedMs(), at)));
            happened.greetedAt().ifPresent(at -> words.add(clock.between(call.postedMs(), at)));
            greeted.add(between(happened.attachedAt(), happened.greetedAt()));
            tools.addAll(happened.toolWaits());
            gaps.addAll(happened.sidebandGaps());
            happened.finalAt().forEach((item, at) -> {
                if (observed.heard().containsKey(item)) {
                    feed.add(-clock.between(observed.heard().get(item), at));
                }
            });
        }
        Map<String, Percentiles> times = new LinkedHashMap<>();
        times.put(WEBHOOK_ANSWERED, Percentiles.of(answered));
        times.put("webhook to accept", Percentiles.of(accepted));
        times.put("webhook to first words", Percentiles.of(words));
        times.put("turn: sideband open to greeting", Percentiles.of(greeted));
        times.put("turn: tool call to its output", Percentiles.of(tools));
        times.put("sideband lost to open again", Percentiles.of(gaps));
        times.put("turn: final words to the live feed", Percentiles.of(feed));
        times.putAll(observed.requests());
        times.values().removeIf(percentiles -> percentiles.count() == 0);
        return times;
    }

    private static double between(OptionalLong from, OptionalLong to) {
        return from.isPresent() && to.isPresent() ? to.getAsLong() - from.getAsLong() : Double.NaN;
    }
}
