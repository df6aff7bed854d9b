package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ManyCallsIT {
    private static final int CALLS = 20;
    private static final int PARALLEL = 10;

    private final Product product = Product.shared();

    @Test
    void twenty_difficult_calls_are_told_byte_for_byte_and_summarised() throws Exception {
        Map<String, Integer> turns = turnsByScenario();
        List<Future<PlacedCall>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
            for (int i = 0; i < CALLS; i++) {
                TenantFile tenant = i % 2 == 0 ? Setup.ACME : Setup.HARBOR;
                calls.add(threads.submit(() -> {
                    PlacedCall call = product.place(
                            Offer.to(tenant).switches("late", "reorder", "duplicate", "interrupt", "non-ascii"));
                    call.awaitEnd();
                    return call;
                }));
            }
        }
        for (Future<PlacedCall> each : calls) {
            PlacedCall call = each.get();
            String script = call.truth("offer").get(0).path("script").asText();
            call.awaitRight(script.equals("agent_hangs_up") ? "agent_ended" : "caller_left");
            assertThat(call.shown().path("turns").asInt())
                    .as("the turns of the script %s", script)
                    .isEqualTo(turns.get(script))
                    .isPositive();
        }
        product.awaitAllSlotsFree();
    }

    /** The greeting and whatever is said after it. */
    private static Map<String, Integer> turnsByScenario() throws Exception {
        Map<String, Integer> turns = new HashMap<>();
        JsonNode scenarios = new ObjectMapper()
                .readTree(Component.HOME
                        .resolve("simulator/src/main/resources/dev/tandem/simulator/scenarios.json")
                        .toFile());
        for (JsonNode scenario : scenarios) {
            int said = 1;
            for (JsonNode turn : scenario.path("turns")) {
                said += turn.path("text").asText().isEmpty() ? 0 : 1;
            }
            turns.put(scenario.path("id").asText(), said);
        }
        return turns;
    }
}
