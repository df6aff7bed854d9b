package dev.tandem.load.truth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the simulator says really happened, call by call. */
public final class Truth {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CallTruth NOTHING = new CallTruth();

    private final Map<String, CallTruth> calls = new HashMap<>();

    private Truth() {}

    /** Reads the simulator's JSON lines. */
    public static Truth parse(Stream<String> lines) {
        Truth truth = new Truth();
        lines.filter(line -> !line.isBlank()).forEach(line -> {
            try {
                JsonNode node = JSON.readTree(line);
                truth.calls
                        .computeIfAbsent(node.path("call_id").asText(), id -> new CallTruth())
                        .add(node);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("A line of the truth is no JSON", e);
            }
        });
        return truth;
    }

    /** Of one call; nothing happened in one that is not known. */
    public CallTruth of(String callId) {
        return calls.getOrDefault(callId, NOTHING);
    }

    /** The most calls that were live at one moment, of those that the predicate takes: from the accept to the end. */
    public int mostLive(Predicate<String> ids) {
        record Step(long at, int change) {}
        List<Step> steps = calls.entrySet().stream()
                .filter(call -> ids.test(call.getKey()))
                .map(Map.Entry::getValue)
                .filter(call -> call.acceptedAt().isPresent())
                .flatMap(call -> Stream.of(
                        new Step(call.acceptedAt().getAsLong(), 1),
                        new Step(call.endedAt().orElse(Long.MAX_VALUE), -1)))
                // Of one millisecond the ends count first: the truth's clock cannot tell their order from the accepts'.
                .sorted(Comparator.comparingLong(Step::at).thenComparingInt(Step::change))
                .toList();
        int live = 0;
        int most = 0;
        for (Step step : steps) {
            live += step.change();
            most = Math.max(most, live);
        }
        return most;
    }

    /** Those of these calls that are not over. */
    public Collection<String> open(Set<String> ids) {
        return ids.stream().filter(id -> of(id).endedAt().isEmpty()).toList();
    }
}
