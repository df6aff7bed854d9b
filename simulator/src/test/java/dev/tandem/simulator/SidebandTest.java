package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.call.CallState;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SidebandTest {
    private SimulatorKit kit;

    @BeforeAll
    void start() {
        kit = new SimulatorKit(settings -> settings.withSpeed(20));
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void session_created_comes_first_with_the_whole_configuration() {
        SidebandClient client = silent();
        JsonNode created = awaitEvent(client, "session.created");
        Schemas.assertValidEvent(created);
        JsonNode session = created.path("session");
        assertThat(session.path("id").asText()).startsWith("sess_");
        assertThat(session.at("/audio/input/transcription/model").asText()).isEqualTo("gpt-4o-mini-transcribe");
        assertThat(session.at("/audio/input/turn_detection/create_response").asBoolean())
                .isTrue();
        assertThat(session.path("tools")).hasSize(7);
        assertThat(session.path("expires_at").asLong()).isGreaterThan(System.currentTimeMillis() / 1_000 + 3_500);
    }

    @Test
    void session_update_merges_and_echoes_everything() {
        SidebandClient client = silent();
        client.sendText(
                "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"instructions\":\"Be brief.\","
                        + "\"audio\":{\"input\":{\"turn_detection\":{\"type\":\"semantic_vad\"},\"transcription\":null}}}}");
        JsonNode updated = awaitEvent(client, "session.updated");
        Schemas.assertValidEvent(updated);
        JsonNode session = updated.path("session");
        assertThat(session.path("instructions").asText()).isEqualTo("Be brief.");
        assertThat(session.at("/audio/input/turn_detection/eagerness").asText()).isEqualTo("auto");
        assertThat(session.at("/audio/input/transcription").isNull()).isTrue();
        assertThat(session.at("/audio/output/voice").asText()).isEqualTo("marin");
        assertThat(session.path("tools")).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json|invalid_json|",
                "[1]|invalid_json|",
                "{\"event_id\":\"e1\"}|invalid_event|",
                "{\"event_id\":\"e1\",\"type\":\"brand.new\"}|invalid_value|type",
                "{\"event_id\":\"e1\",\"type\":\"session.update\",\"session\":{}}|missing_required_parameter|session.type",
                "{\"event_id\":\"e1\",\"type\":\"session.update\"}|invalid_type|session.type",
                "{\"event_id\":\"e1\",\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"model\":\"x\"}}"
                        + "|invalid_value|session.model",
                "{\"event_id\":\"e1\",\"type\":\"response.cancel\"}|response_cancel_not_active|",
                "{\"event_id\":\"e1\",\"type\":\"input_audio_buffer.commit\"}|input_audio_buffer_commit_empty|",
                "{\"event_id\":\"e1\",\"type\":\"conversation.item.retrieve\",\"item_id\":\"x\"}"
                        + "|item_retrieve_invalid_item_id|item_id",
                "{\"event_id\":\"e1\",\"type\":\"conversation.item.delete\"}|missing_required_parameter|item_id",
                "{\"event_id\":\"e1\",\"type\":\"conversation.item.create\",\"item\":{\"type\":\"function_call_output\","
                        + "\"call_id\":\"x\",\"output\":\"y\"}}|invalid_tool_call_id|item.call_id",
                "{\"event_id\":\"e1\",\"type\":\"conversation.item.create\",\"item\":{\"type\":\"cake\"}}"
                        + "|invalid_value|item.type",
                "{\"event_id\":\"e1\",\"type\":\"response.create\",\"response\":{\"conversation\":\"mine\"}}"
                        + "|invalid_value|response.conversation",
            })
    void a_clients_mistake_draws_an_error_event_and_the_session_stays_open(String text, String code, String param) {
        SidebandClient client = silent();
        client.sendText(text);
        JsonNode event = awaitEvent(client, "error");
        Schemas.assertValidEvent(event);
        JsonNode error = event.path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").textValue()).isEqualTo(param);
        assertThat(error.path("event_id").textValue()).isEqualTo(text.contains("e1") ? "e1" : null);
        assertThat(client.closed()).isNotDone();
    }

    @Test
    void a_second_response_beside_an_active_one_is_refused() {
        SidebandClient client = silent();
        client.greet("A greeting that is long enough to still be spoken when the next request arrives. ".repeat(20));
        client.createResponse();
        JsonNode error = awaitEvent(client, "error").path("error");
        assertThat(error.path("code").asText()).isEqualTo("conversation_already_has_active_response");
        assertThat(error.path("event_id").asText()).isEqualTo("create");
        awaitEvent(client, "response.done");
        assertThat(client.events("response.created")).hasSize(1);
    }

    @Test
    void a_client_can_cancel_a_response_and_clear_its_playback() {
        SidebandClient client = silent();
        client.greet("A greeting that is long enough to be cancelled while it is being spoken. ".repeat(20));
        awaitEvent(client, "response.output_audio_transcript.delta");
        client.sendText("{\"type\":\"response.cancel\"}");
        client.sendText("{\"type\":\"output_audio_buffer.clear\"}");
        JsonNode response = awaitEvent(client, "response.done").path("response");
        assertThat(response.path("status").asText()).isEqualTo("cancelled");
        assertThat(response.at("/status_details/reason").asText()).isEqualTo("client_cancelled");
        awaitEvent(client, "output_audio_buffer.cleared");
    }

    @Test
    void items_can_be_created_retrieved_truncated_and_deleted() {
        SidebandClient client = silent();
        client.greet("Hello there.");
        String spoken =
                awaitEvent(client, "conversation.item.added").at("/item/id").asText();
        awaitEvent(client, "response.done");
        client.sendText("{\"type\":\"conversation.item.create\",\"item\":{\"id\":\"mine\",\"type\":\"message\","
                + "\"role\":\"system\",\"content\":[{\"type\":\"input_text\",\"text\":\"hi\"}]}}");
        client.sendText("{\"type\":\"conversation.item.retrieve\",\"item_id\":\"mine\"}");
        JsonNode retrieved = awaitEvent(client, "conversation.item.retrieved");
        assertThat(retrieved.at("/item/content/0/text").asText()).isEqualTo("hi");
        client.sendText("{\"type\":\"conversation.item.truncate\",\"item_id\":\"" + spoken
                + "\",\"content_index\":0,\"audio_end_ms\":100}");
        Schemas.assertValidEvent(awaitEvent(client, "conversation.item.truncated"));
        client.sendText("{\"type\":\"conversation.item.truncate\",\"item_id\":\"" + spoken
                + "\",\"content_index\":0,\"audio_end_ms\":99999}");
        assertThat(awaitEvent(client, "error").at("/error/param").asText()).isEqualTo("audio_end_ms");
        client.sendText("{\"type\":\"conversation.item.delete\",\"item_id\":\"mine\"}");
        Schemas.assertValidEvent(awaitEvent(client, "conversation.item.deleted"));
    }

    @Test
    void pings_are_answered() {
        SidebandClient client = silent();
        client.ping();
        Awaitility.await().until(() -> client.pongs() == 1);
    }

    @Test
    void an_unknown_ringing_or_ended_call_has_no_sideband() {
        String ringing = kit.offer("silent_caller");
        String ended = kit.offer("silent_caller");
        kit.accept(ended);
        kit.post("/v1/realtime/calls/" + ended + "/hangup", "");
        for (String callId : new String[] {"rtc_unknown", ringing, ended}) {
            assertThatThrownBy(() -> kit.attach(callId, (client, event) -> {}))
                    .hasCauseInstanceOf(WebSocketHandshakeException.class)
                    .satisfies(failure -> assertThat(((WebSocketHandshakeException) failure.getCause())
                                    .getResponse()
                                    .statusCode())
                            .isEqualTo(404));
        }
    }

    @Test
    void events_of_a_gap_are_missing_after_a_second_attach_and_the_truth_knows() {
        String callId = kit.offer("order_lookup");
        SidebandClient first = kit.answer(callId);
        awaitEvent(first, "input_audio_buffer.speech_started");
        first.abort();
        kit.awaitTruth(callId, "detach", 1);
        kit.awaitTruth(callId, "turn", 2);
        if (kit.simulator.call(callId).orElseThrow().state() == CallState.LIVE) {
            SidebandClient second = kit.attach(callId, (client, event) -> {
                if (!event.path("type").asText().equals("session.created")) {
                    kit.behave(client, event);
                }
            });
            awaitEvent(second, "session.created");
            assertThat(second.types().getFirst()).isEqualTo("session.created");
        }
        kit.awaitState(callId, CallState.ENDED);
        assertThat(kit.truth(callId, "turn")).anyMatch(line -> !line.flag("delivered"));
        assertThat(kit.truth(callId, "attach")).hasSize(2);
        assertThat(kit.truth(callId, "greeting")).hasSize(1);
    }

    @Test
    void a_second_sideband_joins_and_hears_too() {
        String callId = kit.offer("late_transcripts");
        SidebandClient first = kit.answer(callId);
        SidebandClient second = kit.attach(callId, (client, event) -> {});
        kit.awaitState(callId, CallState.ENDED);
        assertThat(first.events("response.done")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(second.events("response.done")).hasSizeGreaterThanOrEqualTo(2);
    }

    private SidebandClient silent() {
        String callId = kit.offer("silent_caller");
        kit.accept(callId);
        return kit.attach(callId, (client, event) -> {});
    }

    private static JsonNode awaitEvent(SidebandClient client, String type) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !client.events(type).isEmpty());
        return client.events(type).getFirst();
    }
}
