package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.fault.FaultSchedule;
import dev.tandem.simulator.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same seed and the same client give the same truth, byte for byte, whoever was faster. */
class SameSeedTest {
    private static final String FAULTS = """
            {"seed": 3, "faults": [
              {"fault": "response_filtered", "share": 0.4, "after_ms": [2, 20]},
              {"fault": "error_event", "every": 2, "at_event": 9},
              {"fault": "accept_500", "calls": [3]}]}""";

    @TempDir
    Path folder;

    @Test
    void two_runs_with_one_seed_write_the_same_file() throws IOException {
        String first = run("first", 11);
        String second = run("second", 11);
        assertThat(first).contains("\"kind\":\"turn\"", "\"kind\":\"tool_effect\"", "\"kind\":\"fault\"");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void another_seed_writes_another_file() throws IOException {
        assertThat(run("first", 11)).isNotEqualTo(run("other", 12));
    }

    private String run(String name, long seed) throws IOException {
        Path file = folder.resolve(name + ".jsonl");
        try (SimulatorKit kit = new SimulatorKit(settings -> settings.withSeed(seed)
                .withTruthFile(file)
                .withRun(RunOptions.defaults().stepped()))) {
            kit.simulator.follow(FaultSchedule.read(Json.read(FAULTS).orElseThrow()));
            List<String> calls = List.of(
                            "order_lookup", "two_tools", "appointment", "interruption", "keypad", "late_transcripts")
                    .stream()
                    .map(kit::offer)
                    .toList();
            for (String callId : calls) {
                kit.accept(callId);
                if (kit.simulator.call(callId).orElseThrow().state() == CallState.RINGING) {
                    kit.accept(callId);
                }
                kit.attach(callId, kit::behave);
            }
            calls.forEach(callId -> kit.awaitState(callId, CallState.ENDED));
            assertThat(Set.copyOf(calls)).hasSize(6);
        }
        return Files.readString(file);
    }
}
