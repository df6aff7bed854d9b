package dev.tandem.launcher.faults.arena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.launcher.check.ObservedCall;
import dev.tandem.launcher.faults.check.Evidence;
import dev.tandem.launcher.faults.check.Terms;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.History;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import dev.tandem.launcher.stage.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Waits until a play is over in every respect. What does not come to rest in time is the checker's to say. */
final class Rest {
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(90);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);
    private static final Duration FREE_WITHIN = Duration.ofSeconds(60);
    private static final int TAKEN = 200;

    private final Arena arena;
    private final Map<String, JsonNode> calls = new HashMap<>();

    Rest(Arena arena) {
        this.arena = arena;
    }

    Evidence evidence() throws InterruptedException {
        Arena.within(ENDED_WITHIN, this::everyCallEnded);
        Arena.within(ENDED_WITHIN, this::everyDeliverySettled);
        Arena.within(SETTLED_WITHIN, this::everyCallSettled);
        Arena.within(
                FREE_WITHIN,
                () -> concurrency().stream()
                        .allMatch(told -> told.path("global").path("in_use").asInt(-1) == 0));
        History history = arena.history();
        List<JsonNode> concurrency = concurrency();
        return new Evidence(history, Map.copyOf(calls), concurrency, arena.journal(), terms(), arena.clockOffsetMs());
    }

    private boolean everyCallEnded() throws InterruptedException {
        List<PlacedCall> open = new ArrayList<>();
        for (CallHistory call : arena.history().calls()) {
            if (call.first(Kind.OFFER).isPresent() && call.first(Kind.ENDED).isEmpty()) {
                open.add(new PlacedCall(call.id(), call.to()));
            }
        }
        arena.provider().hangUp(open);
        return open.isEmpty();
    }

    private boolean everyDeliverySettled() {
        for (CallHistory call : arena.history().calls()) {
            List<Line> deliveries = call.of(Kind.DELIVERY);
            long copies = deliveries.stream()
                    .filter(line -> line.number("attempt") == 1)
                    .count();
            long taken = deliveries.stream()
                    .filter(line -> line.number("status") == TAKEN)
                    .count();
            if (taken < copies) {
                return false;
            }
        }
        return true;
    }

    private boolean everyCallSettled() throws InterruptedException {
        boolean all = true;
        for (CallHistory call : arena.history().calls()) {
            if (call.first(Kind.OFFER).isEmpty() || settled(calls.get(call.id()))) {
                continue;
            }
            arena.call(call.id()).ifPresent(shown -> calls.put(call.id(), shown));
            all &= settled(calls.get(call.id()));
        }
        return all;
    }

    private static boolean settled(JsonNode shown) {
        return shown != null
                && ObservedCall.of(shown).ended()
                && (ObservedCall.of(shown).settled() || shown.path("transcript").isEmpty());
    }

    private List<JsonNode> concurrency() throws InterruptedException {
        List<JsonNode> told = new ArrayList<>();
        for (Node node : arena.running()) {
            try {
                told.add(node.operator().get("/api/v1/concurrency"));
            } catch (IOException silent) {
                told.add(JsonNodeFactory.instance.objectNode().put("unavailable", silent.getMessage()));
            }
        }
        return told;
    }

    private Terms terms() throws InterruptedException {
        Map<String, Integer> limits = new HashMap<>();
        Cast.all().forEach((tenant, limit) -> limits.put(tenant.number(), limit));
        Map<String, String> effects = new HashMap<>();
        for (JsonNode tool : arena.provider().tools()) {
            effects.put(tool.path("name").asText(), tool.path("effect").asText());
        }
        return new Terms(arena.house().globalLimit(), limits, effects, Terms.ANSWER_WITHIN);
    }
}
