package dev.tandem.launcher.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadPlanTest {
    @TempDir
    Path folder;

    @Test
    void it_says_what_to_do_to_whom_and_is_for_this_user_alone() throws Exception {
        LoadOptions options = new LoadOptions(
                Simulation.CALL_ARRIVALS,
                2_000,
                50,
                1,
                100,
                2,
                4,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new LoadOptions.Goals(99.5, 0.5, 1_000, 500),
                true);
        Path file = folder.resolve("deep").resolve("plan.json");
        new LoadPlan(options, folder.resolve("results"))
                .against(new LoadOptions.Target(
                        List.of("http://lb/openai/webhook"),
                        List.of("http://lb:8001"),
                        "http://sim",
                        "secret",
                        List.of("+18005550100")))
                .nodes(List.of("http://n1:8081", "http://n2:8091"))
                .processes(Map.of("node-1", 17L))
                .control("http://control", "token")
                .write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        JsonNode plan = new ObjectMapper().readTree(file.toFile());
        assertThat(plan.path("simulation").asText()).isEqualTo("CallArrivals");
        assertThat(plan.path("api").asText()).isEqualTo("http://lb:8001");
        assertThat(plan.at("/nodes/1/name").asText()).isEqualTo("node-2");
        assertThat(plan.path("nodes")).hasSize(2);
        assertThat(plan.at("/processes/node-1").asLong()).isEqualTo(17);
        assertThat(plan.at("/control/url").asText()).isEqualTo("http://control");
        assertThat(plan.at("/goals/read_p99_ms").asLong()).isEqualTo(500);
        assertThat(plan.path("refusals_expected").asBoolean(true)).isFalse();
        assertThat(plan.has("dialogues")).isFalse();
    }
}
