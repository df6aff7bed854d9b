package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallControlTest {
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
    @CsvSource({"accept.json,accept", "accept.full.json,accept", "reject.json,reject", "reject.default.json,reject"})
    void the_published_requests_are_answered_200_with_an_empty_body(String example, String verb) throws IOException {
        String callId = kit.offer("silent_caller");
        HttpResponse<String> answer = control(callId, verb, example(example).at("/request/body"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void refer_and_hangup_end_a_live_call() throws IOException {
        String referred = kit.offer("silent_caller");
        kit.accept(referred);
        assertThat(control(referred, "refer", example("refer.json").at("/request/body"))
                        .statusCode())
                .isEqualTo(200);
        kit.awaitState(referred, CallState.ENDED);
        assertThat(kit.endReason(referred)).isEqualTo("transferred");
        assertThat(kit.truth(referred, "refer").getFirst().text("target")).isEqualTo("tel:+14155550123");

        String hungUp = kit.offer("silent_caller");
        kit.accept(hungUp);
        assertThat(control(hungUp, "hangup", Json.object()).statusCode()).isEqualTo(200);
        assertThat(kit.endReason(hungUp)).isEqualTo("hung_up_by_us");
        assertError(control(hungUp, "hangup", Json.object()), 404, "call_id_not_found", null);
    }

    @Test
    void an_unknown_call_draws_the_published_error_object() throws IOException {
        HttpResponse<String> answer =
                control("rtc_unknown", "accept", Json.object().put("type", "realtime"));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Json.read(answer.body()).orElseThrow())
                .isEqualTo(example("error.json").at("/response/body"));
    }

    @Test
    void a_wrong_key_draws_401_everywhere() {
        String callId = kit.offer("silent_caller");
        for (String verb : new String[] {"accept", "reject", "refer", "hangup"}) {
            HttpResponse<String> answer =
                    kit.send("POST", "/v1/realtime/calls/" + callId + "/" + verb, "{}", "Bearer wrong");
            assertError(answer, 401, "invalid_api_key", null);
        }
        assertError(kit.send("POST", "/v1/responses", "{}", "Basic x"), 401, "invalid_api_key", null);
        assertError(kit.send("GET", "/v1/realtime?call_id=" + callId, "", "Bearer x"), 401, "invalid_api_key", null);
    }

    @Test
    void an_accepted_call_cannot_be_accepted_or_rejected_again() {
        String callId = kit.offer("silent_caller");
        assertThat(kit.accept(callId).statusCode()).isEqualTo(200);
        assertError(kit.accept(callId), 400, "call_already_accepted", null);
        assertError(control(callId, "reject", Json.object()), 400, "call_already_accepted", null);
        assertThat(kit.truth(callId, "accept")).hasSize(1);
        assertThat(kit.truth(callId, "accept_refused").getFirst().text("reason"))
                .isEqualTo("call_already_accepted");
    }

    @Test
    void a_rejected_call_cannot_be_accepted() {
        String callId = kit.offer("silent_caller");
        control(callId, "reject", Json.object().put("status_code", 486));
        assertThat(kit.truth(callId, "reject")
                        .getFirst()
                        .fields()
                        .path("sip_status")
                        .asInt())
                .isEqualTo(486);
        assertError(kit.accept(callId), 400, "call_already_rejected", null);
    }

    @Test
    void a_reject_without_body_is_a_603_and_a_strange_status_is_refused() {
        String callId = kit.offer("silent_caller");
        assertError(
                control(callId, "reject", Json.object().put("status_code", 42)), 400, "invalid_value", "status_code");
        kit.post("/v1/realtime/calls/" + callId + "/reject", "");
        assertThat(kit.truth(callId, "reject")
                        .getFirst()
                        .fields()
                        .path("sip_status")
                        .asInt())
                .isEqualTo(603);
    }

    @Test
    void a_caller_who_left_while_it_rang_is_404() {
        String callId = kit.offer("leaves_before_answer");
        kit.awaitState(callId, CallState.LEFT);
        assertError(kit.accept(callId), 404, "call_id_not_found", null);
        assertThat(kit.truth(callId, "accept")).isEmpty();
        assertThat(kit.endReason(callId)).isEqualTo("left_before_answer");
    }

    @Test
    void a_ringing_call_cannot_be_referred_or_hung_up() {
        String callId = kit.offer("silent_caller");
        assertError(control(callId, "hangup", Json.object()), 400, "call_not_accepted", null);
        assertError(
                control(callId, "refer", Json.object().put("target_uri", "tel:+1")), 400, "call_not_accepted", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|missing_required_parameter|type",
                "{\"type\":\"transcription\"}|invalid_value|type",
                "{\"type\":\"realtime\",\"voice\":\"marin\"}|unknown_parameter|voice",
                "{\"type\":\"realtime\",\"model\":7}|invalid_type|model",
                "{\"type\":\"realtime\",\"tools\":[{\"type\":\"function\"}]}|missing_required_parameter|tools[0].name",
                "{\"type\":\"realtime\",\"audio\":{\"input\":{\"turn_detection\":{\"type\":\"server_vad\",\"threshold\":0.4}}}}"
                        + "|unsupported_parameter|audio.input.turn_detection.threshold",
                "{\"type\":\"realtime\",\"audio\":{\"input\":{\"turn_detection\":{\"silence_duration_ms\":200}}}}"
                        + "|unsupported_parameter|audio.input.turn_detection.silence_duration_ms",
                "{\"type\":\"realtime\",\"audio\":{\"input\":{\"turn_detection\":{\"prefix_padding_ms\":200}}}}"
                        + "|unsupported_parameter|audio.input.turn_detection.prefix_padding_ms",
                "[]|invalid_type|type",
            })
    void a_wrong_accept_body_is_refused_by_field_and_the_call_rings_on(String body, String code, String param) {
        String callId = kit.offer("silent_caller");
        assertError(kit.post("/v1/realtime/calls/" + callId + "/accept", body), 400, code, param);
        assertThat(kit.accept(callId).statusCode()).isEqualTo(200);
    }

    @Test
    void a_body_that_is_no_json_is_refused() {
        String callId = kit.offer("silent_caller");
        assertError(kit.post("/v1/realtime/calls/" + callId + "/accept", "{\"type\":"), 400, "invalid_json", null);
        kit.accept(callId);
        assertError(
                control(callId, "refer", Json.object().put("target_uri", "http://x")),
                400,
                "invalid_value",
                "target_uri");
    }

    private HttpResponse<String> control(String callId, String verb, JsonNode body) {
        return kit.post("/v1/realtime/calls/" + callId + "/" + verb, body.isNull() ? "" : Json.write(body));
    }

    private static ObjectNode example(String name) throws IOException {
        try (InputStream in = CallControlTest.class.getResourceAsStream("/openai/rest/" + name)) {
            return (ObjectNode) Json.read(in.readAllBytes()).orElseThrow();
        }
    }

    private static void assertError(HttpResponse<String> answer, int status, String code, String param) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode error = Json.read(answer.body()).orElseThrow().path("error");
        assertThat(error.properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("message", "type", "param", "code");
        assertThat(error.path("code").textValue()).isEqualTo(code);
        assertThat(error.path("param").textValue()).isEqualTo(param);
        assertThat(error.path("message").asText()).isNotBlank();
    }
}
