package dev.tandem.simulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Faults planned for a whole run: {@code {"seed": 7, "faults": [{"fault": "drop_abrupt", "share": 0.1, "after_ms":
 * [500, 4000]}, ...]}}.
 *
 * <p>Which call is hit, and when, depends on the seed, the rule's place and the call's place in the run alone; so the
 * same file gives the same faults again. Lives on the event loop.
 */
public final class FaultSchedule {
    private static final int MAX_RULES = 1_000;
    private static final Set<String> FIELDS =
            Set.of("fault", "calls", "every", "share", "after_ms", "count", "at_event");

    private final long seed;
    private final List<Rule> rules;
    private final Map<String, Integer> used = new HashMap<>();
    private final Map<FaultKind, Long> requests = new EnumMap<>(FaultKind.class);

    private FaultSchedule(long seed, List<Rule> rules) {
        this.seed = seed;
        this.rules = List.copyOf(rules);
    }

    /** The schedule of a file. */
    public static FaultSchedule load(Path file) throws IOException {
        JsonNode node = Json.read(Files.readAllBytes(file))
                .orElseThrow(() -> new IllegalArgumentException(file + ": not a JSON document"));
        return read(node);
    }

    /** The schedule of a JSON object; what is wrong is said by an {@link IllegalArgumentException}. */
    public static FaultSchedule read(JsonNode node) {
        JsonNode list = node.path("faults");
        if (!list.isArray() || list.size() > MAX_RULES) {
            throw new IllegalArgumentException("faults: an array of at most " + MAX_RULES + " faults is needed");
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            rules.add(rule(list.get(i), "faults[" + i + "]"));
        }
        return new FaultSchedule(node.path("seed").asLong(0), rules);
    }

    /** The faults of a session that just began. */
    List<Fault> of(String callId, long ordinal) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.kind().scope() != FaultKind.Scope.REQUEST && rule.hits(random(i, ordinal), ordinal)) {
                faults.add(rule.fault(callId, random(i, ordinal)));
            }
        }
        return faults;
    }

    /** The fault of a request that just came; {@code ordinal} is the call's place, where it is about a call. */
    Optional<Fault> take(FaultKind kind, String callId, Optional<Long> ordinal) {
        if (rules.stream().noneMatch(rule -> rule.kind() == kind)) {
            return Optional.empty();
        }
        long number = ordinal.orElseGet(() -> requests.merge(kind, 1L, Long::sum));
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.kind() == kind && rule.hits(random(i, number), number)) {
                boolean left = ordinal.isEmpty() || used.merge(callId + " " + i, 1, Integer::sum) <= rule.count();
                if (left) {
                    return Optional.of(rule.fault(callId, random(i, number)));
                }
            }
        }
        return Optional.empty();
    }

    /** A call is over. */
    void over(String callId) {
        used.keySet().removeIf(key -> key.startsWith(callId + " "));
    }

    private SplittableRandom random(int rule, long ordinal) {
        return new SplittableRandom(new SplittableRandom(seed * 31 + rule).nextLong() + ordinal * 0x9E3779B97F4A7C15L);
    }

    private static Rule rule(JsonNode node, String place) {
        node.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(place + ": unknown field '" + field + "'; known are " + FIELDS);
            }
        });
        String name = node.path("fault").asText("");
        FaultKind kind = FaultKind.named(name)
                .orElseThrow(() -> new IllegalArgumentException(place + ".fault: unknown fault '" + name + "'"));
        List<Long> calls = new ArrayList<>();
        node.path("calls").forEach(number -> calls.add(number.asLong()));
        JsonNode after = node.path("after_ms");
        long from = after.isArray() ? after.path(0).asLong() : after.asLong(0);
        long to = after.isArray() ? after.path(1).asLong() : from;
        double share = node.path("share").asDouble(1);
        long every = node.path("every").asLong(1);
        if (from > to || share < 0 || share > 1 || every < 1) {
            throw new IllegalArgumentException(place + ": after_ms must rise, share be 0 to 1, every at least 1");
        }
        Rule rule = new Rule(
                kind,
                calls,
                every,
                share,
                from,
                to,
                node.path("count").asInt(1),
                node.path("at_event").asLong(0));
        rule.fault("", new SplittableRandom(0));
        return rule;
    }

    /**
     * One line of the schedule.
     *
     * @param calls places of the calls that it is for; empty for all
     * @param every for every so many calls
     * @param share the chance that a call is hit
     */
    private record Rule(
            FaultKind kind,
            List<Long> calls,
            long every,
            double share,
            long fromMs,
            long toMs,
            int count,
            long atEvent) {

        boolean hits(SplittableRandom random, long number) {
            boolean named = calls.isEmpty() || calls.contains(number);
            return named && number % every == 0 && random.nextDouble() < share;
        }

        Fault fault(String callId, SplittableRandom random) {
            random.nextDouble();
            return new Fault(callId, kind, fromMs + random.nextLong(toMs - fromMs + 1), count, atEvent);
        }
    }
}
