package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.call.CallState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventOrderTest {
    private SimulatorKit kit;

    @BeforeAll
    void start() {
        kit = new SimulatorKit();
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void a_greeting_and_a_turn_come_in_the_documented_order() {
        SidebandClient client = play(kit.offerTurns("""
                [{"speaker":"caller","text":"Do you open today?"},{"speaker":"agent","text":"Until six."}]
                """));
        List<String> spoken = List.of(
                "response.created",
                "rate_limits.updated",
                "response.output_item.added",
                "conversation.item.added",
                "response.content_part.added",
                "output_audio_buffer.started",
                "response.output_audio_transcript.delta",
                "response.output_audio.done",
                "response.output_audio_transcript.done",
                "response.content_part.done",
                "response.output_item.done",
                "conversation.item.done",
                "response.done",
                "output_audio_buffer.stopped");
        List<String> expected = new ArrayList<>(List.of("session.created"));
        expected.addAll(spoken);
        expected.addAll(List.of(
                "input_audio_buffer.speech_started",
                "input_audio_buffer.speech_stopped",
                "input_audio_buffer.committed",
                "conversation.item.added",
                "conversation.item.done"));
        expected.addAll(spoken);
        List<String> seen = new ArrayList<>();
        for (String type : client.types()) {
            boolean furtherDelta = type.endsWith(".delta") && type.equals(seen.getLast());
            if (!furtherDelta && !type.contains("input_audio_transcription")) {
                seen.add(type);
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void two_tool_calls_of_one_response_come_one_after_the_other_and_the_answer_waits_for_both() {
        SidebandClient client = play(kit.offer("two_tools"));
        List<JsonNode> done = client.events("response.function_call_arguments.done");
        assertThat(done)
                .extracting(event -> event.path("name").asText())
                .containsExactly("lookup_order", "check_stock");
        assertThat(done).extracting(event -> event.path("output_index").asInt()).containsExactly(0, 1);
        assertThat(done.getFirst().path("arguments").asText()).isEqualTo("{\"order_id\":\"XK-7741\"}");
        assertThat(client.events("response.done")).hasSize(3);
        List<String> types = client.types();
        int outputs = types.lastIndexOf("response.function_call_arguments.done");
        assertThat(types.subList(outputs, types.size()))
                .containsSubsequence(
                        "response.output_item.done",
                        "response.done",
                        "conversation.item.added",
                        "conversation.item.done",
                        "conversation.item.added",
                        "conversation.item.done",
                        "response.created",
                        "response.done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order_lookup",
                "two_tools",
                "interruption",
                "reordered",
                "duplicated",
                "keypad",
                "failed_transcript",
                "hesitant",
                "long_turn"
            })
    void every_event_fits_the_vendors_schema_and_the_rules_every_client_may_rely_on(String scenario) {
        SidebandClient client = play(kit.offer(scenario));
        client.events().forEach(Schemas::assertValidEvent);
        Map<String, String> stateOfResponse = new HashMap<>();
        Map<String, StringBuilder> deltas = new HashMap<>();
        for (JsonNode event : client.events()) {
            String id =
                    event.path("response_id").asText(event.at("/response/id").asText());
            switch (event.path("type").asText()) {
                case "response.created" ->
                    assertThat(stateOfResponse.put(id, "open")).isIn(null, "open");
                case "response.done" -> stateOfResponse.put(id, "done");
                case "response.output_audio_transcript.delta" -> {
                    assertThat(stateOfResponse).containsEntry(id, "open");
                    deltas.computeIfAbsent(event.path("item_id").asText(), item -> new StringBuilder())
                            .append(event.path("delta").asText());
                }
                case "response.output_audio_transcript.done" ->
                    assertThat(deltas.get(event.path("item_id").asText()))
                            .hasToString(event.path("transcript").asText());
                default -> {
                    // Nothing to rely on.
                }
            }
        }
        assertThat(stateOfResponse.values()).containsOnly("done");
    }

    @Test
    void usage_adds_up_and_grows_with_the_conversation() {
        SidebandClient client = play(kit.offer("order_lookup"));
        int lastInput = 0;
        for (JsonNode event : client.events("response.done")) {
            JsonNode usage = event.at("/response/usage");
            JsonNode in = usage.path("input_token_details");
            JsonNode cached = in.path("cached_tokens_details");
            JsonNode out = usage.path("output_token_details");
            assertThat(in.path("text_tokens").asInt() + in.path("audio_tokens").asInt())
                    .isEqualTo(usage.path("input_tokens").asInt());
            assertThat(out.path("text_tokens").asInt()
                            + out.path("audio_tokens").asInt())
                    .isEqualTo(usage.path("output_tokens").asInt());
            assertThat(usage.path("input_tokens").asInt()
                            + usage.path("output_tokens").asInt())
                    .isEqualTo(usage.path("total_tokens").asInt());
            assertThat(cached.path("text_tokens").asInt()
                            + cached.path("audio_tokens").asInt())
                    .isEqualTo(in.path("cached_tokens").asInt());
            assertThat(cached.path("text_tokens").asInt())
                    .isLessThanOrEqualTo(in.path("text_tokens").asInt());
            assertThat(cached.path("audio_tokens").asInt())
                    .isLessThanOrEqualTo(in.path("audio_tokens").asInt());
            assertThat(usage.path("input_tokens").asInt()).isGreaterThan(lastInput);
            lastInput = usage.path("input_tokens").asInt();
        }
        assertThat(lastInput).isGreaterThan(100);
    }

    @Test
    void keys_arrive_one_by_one_without_event_id() {
        SidebandClient client = play(kit.offer("keypad"));
        List<JsonNode> keys = client.events("input_audio_buffer.dtmf_event_received");
        assertThat(keys)
                .extracting(event -> event.path("event").asText())
                .containsExactly("4", "0", "7", "2", "1", "#");
        assertThat(keys).noneMatch(event -> event.has("event_id"));
    }

    private SidebandClient play(String callId) {
        SidebandClient client = kit.answer(callId);
        kit.awaitState(callId, CallState.ENDED);
        client.closed().join();
        return client;
    }
}
