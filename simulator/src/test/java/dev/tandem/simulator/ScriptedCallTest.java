package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.call.Habits;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptedCallTest {
    private SimulatorKit kit;

    @BeforeAll
    void start() {
        kit = new SimulatorKit();
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order_lookup",
                "appointment",
                "two_tools",
                "late_transcripts",
                "reordered",
                "duplicated",
                "non_ascii",
                "keypad",
                "hesitant",
                "long_turn"
            })
    void every_text_of_a_scenario_is_spoken_heard_and_written_down_in_order(String scenario) {
        String callId = kit.offer(scenario);
        SidebandClient client = kit.answer(callId);
        kit.awaitState(callId, CallState.ENDED);
        client.closed().orTimeout(5, TimeUnit.SECONDS).join();

        List<String> expected = new ArrayList<>(List.of(SimulatorKit.GREETING));
        Script script = kit.simulator.scripts().scenario(scenario).orElseThrow();
        for (Turn turn : script.turns()) {
            switch (turn) {
                case Turn.Caller caller -> expected.add(caller.text());
                case Turn.Agent agent when !agent.text().isEmpty() -> expected.add(agent.text());
                default -> {
                    // Keys and silence are not words.
                }
            }
        }
        assertThat(kit.spoken(callId)).isEqualTo(expected);
        assertThat(kit.truth(callId, "turn")).allMatch(line -> line.flag("delivered"));
        assertThat(heard(client, callId)).isEqualTo(expected);
        assertThat(kit.endReason(callId)).isEqualTo("script_over");
        assertThat(client.events("error")).isEmpty();
    }

    /** What a client knows: the final texts, in the order of the truth's item ids. */
    private List<String> heard(SidebandClient client, String callId) {
        List<String> texts = new ArrayList<>();
        for (var line : kit.truth(callId, "turn")) {
            for (JsonNode event : client.events()) {
                String type = event.path("type").asText();
                boolean isFinal = type.equals("response.output_audio_transcript.done")
                        || type.equals("conversation.item.input_audio_transcription.completed");
                if (isFinal && event.path("item_id").asText().equals(line.text("item_id"))) {
                    texts.add(event.path("transcript").asText());
                    break;
                }
            }
        }
        return texts;
    }

    @Test
    void the_agent_can_end_the_call_with_a_tool() {
        String callId = kit.offer("agent_hangs_up");
        kit.accept(callId);
        kit.attach(callId, (client, event) -> {
            if (event.path("type").asText().equals("response.function_call_arguments.done")) {
                kit.post("/v1/realtime/calls/" + callId + "/hangup", "");
            } else {
                kit.behave(client, event);
            }
        });
        kit.awaitState(callId, CallState.ENDED);
        assertThat(kit.endReason(callId)).isEqualTo("hung_up_by_us");
        assertThat(kit.truth(callId, "tool_call").getFirst().text("name")).isEqualTo("end_call");
    }

    @Test
    void a_live_call_outlasts_the_ring_time() {
        Habits habits = Habits.defaults();
        Habits impatient = new Habits(
                Duration.ofSeconds(1), habits.greetingWait(), habits.clientWait(), habits.sessionLimit(), false, true);
        try (SimulatorKit shortRing = new SimulatorKit(settings -> settings.withHabits(impatient))) {
            String callId = shortRing.offerTurns("[{\"speaker\":\"caller\",\"silence_ms\":300000}]");
            shortRing.answer(callId);
            shortRing.awaitState(callId, CallState.ENDED);
            assertThat(shortRing.endReason(callId)).isEqualTo("script_over");
        }
    }

    @Test
    void the_same_seed_gives_the_same_ids_and_words() {
        List<List<String>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (SimulatorKit fresh = new SimulatorKit(settings -> settings.withSeed(42))) {
                String callId = fresh.offer("late_transcripts");
                fresh.answer(callId);
                fresh.awaitState(callId, CallState.ENDED);
                runs.add(fresh.simulator.truth().linesOf(callId, "turn").stream()
                        .map(line -> line.callId() + line.fields())
                        .toList());
            }
        }
        assertThat(runs.getFirst()).hasSize(6).isEqualTo(runs.getLast());
    }
}
