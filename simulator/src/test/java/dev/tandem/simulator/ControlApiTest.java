package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.json.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlApiTest {
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
    void it_says_when_it_is_ready() {
        assertThat(kit.get("/simulator/ready").body()).isEqualTo("{\"ready\":true}");
    }

    @Test
    void the_time_of_the_truth_is_told() {
        long before = now();
        String callId = Json.read(kit.post("/simulator/calls", "{\"to\":\"+1\",\"deliver\":false}")
                        .body())
                .orElseThrow()
                .path("call_id")
                .asText();
        assertThat(kit.truth(callId, "offer").getFirst().tMs()).isBetween(before, now());
    }

    private long now() {
        return Json.read(kit.get("/simulator/stats").body())
                .orElseThrow()
                .path("now_ms")
                .asLong(-1);
    }

    @Test
    void all_copies_of_an_undelivered_webhook_are_handed_out() {
        JsonNode answer = Json.read(kit.post(
                                "/simulator/calls",
                                "{\"to\":\"+1\",\"deliver\":false,\"deliveries\":3,\"mixed_ids\":true}")
                        .body())
                .orElseThrow();
        assertThat(answer.path("deliveries")).hasSize(3);
        assertThat(answer.path("deliveries").get(0).path("headers")).isEqualTo(answer.path("headers"));
        assertThat(answer.findValuesAsText("webhook-id"))
                .hasSize(4)
                .doesNotContain("")
                .satisfies(ids -> assertThat(ids.stream().distinct()).hasSize(3));
        assertThat(answer.path("deliveries"))
                .allSatisfy(copy -> assertThat(copy.path("body")).isEqualTo(answer.path("body")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/simulator/calls|",
                "/simulator/calls|[]",
                "/simulator/calls|{}",
                "/simulator/calls|{\"to\":5}",
                "/simulator/calls|{\"to\":\"\"}",
                "/simulator/calls|{\"to\":\"+1\",\"from\":\"\"}",
                "/simulator/calls|{\"to\":\"+1\",\"scenario\":\"none\"}",
                "/simulator/calls|{\"to\":\"+1\",\"dialogue\":\"none\"}",
                "/simulator/calls|{\"to\":\"+1\",\"dialogue\":99}",
                "/simulator/calls|{\"to\":\"+1\",\"deliveries\":0}",
                "/simulator/calls|{\"to\":\"+1\",\"call_id\":\"no such id\"}",
                "/simulator/calls|{\"to\":\"+1\",\"deliveries\":100000}",
                "/simulator/calls|{\"to\":\"+1\",\"switches\":\"late\"}",
                "/simulator/calls|{\"to\":\"+1\",\"switches\":[\"none\"]}",
                "/simulator/calls|{\"to\":\"+1\",\"script\":[]}",
                "/simulator/calls|{\"to\":\"+1\",\"script\":{\"turns\":[{\"speaker\":\"dog\"}]}}",
                "/simulator/calls|{\"to\":\"+1\",\"script\":{\"turns\":[{\"speaker\":\"caller\"}]}}",
                "/simulator/calls|{\"to\":\"+1\",\"script\":{\"turns\":[{\"speaker\":\"caller\",\"dtmf\":\"x\"}]}}",
                "/simulator/calls|{\"to\":\"+1\",\"script\":{\"turns\":[{\"speaker\":\"agent\",\"tool_call\":{}}]}}",
                "/simulator/calls|{\"to\":\"+1\",\"unknown\":1}",
                "/simulator/faults|{}",
                "/simulator/faults|{\"fault\":\"none\"}",
                "/simulator/faults|{\"fault\":\"hangup\",\"after_ms\":-1}",
                "/simulator/faults|{\"fault\":\"hangup\",\"after_ms\":99999999}",
                "/simulator/faults|{\"fault\":\"hangup\",\"count\":0}",
                "/simulator/faults|{\"fault\":\"hangup\",\"count\":\"2\"}",
                "/simulator/webhook-urls|{\"urls\":[]}",
                "/simulator/webhook-urls|{\"urls\":[\"ftp://x\"]}",
                "/simulator/webhook-urls|{\"urls\":[\"::\"]}",
            })
    void bad_input_is_answered_400_with_a_reason(String path, String body) {
        HttpResponse<String> answer = kit.post(path, body == null ? "" : body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(Json.read(answer.body()).orElseThrow().at("/error/message").asText())
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/simulator/", "/simulator/none", "/v1/other", "/tools/none", "/v1/realtime/calls/x"})
    void unknown_paths_are_404(String path) {
        assertThat(kit.get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /%zz HTTP/1.1\r\n\r\n", "rubbish\r\n\r\n", "GET http:// HTTP/1.1\r\n\r\n"})
    void a_broken_request_line_is_400(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", kit.simulator.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isIn("HTTP/1.1 400", "HTTP/1.0 400", "HTTP/1.1 404");
        }
    }

    @Test
    void a_body_beyond_the_limit_is_413() {
        String body = "{\"to\":\"" + "x".repeat(5_000_000) + "\"}";
        assertThat(kit.post("/simulator/calls", body).statusCode()).isEqualTo(413);
    }

    @Test
    void an_inline_script_is_played_and_the_call_listed() {
        HttpResponse<String> answer = kit.post(
                "/simulator/calls",
                "{\"to\":\"+15550001\",\"from\":\"+15550002\",\"switches\":[\"late\"],\"script\":{\"id\":\"mine\",\"turns\":["
                        + "{\"speaker\":\"agent\",\"text\":\"Hi from the script.\"},"
                        + "{\"speaker\":\"caller\",\"text\":\"One question.\"},"
                        + "{\"speaker\":\"agent\",\"text\":\"Two answers.\"}]}}");
        String callId = Json.read(answer.body()).orElseThrow().path("call_id").asText();
        kit.accept(callId);
        kit.attach(callId, (client, event) -> {
            if (event.path("type").asText().equals("session.created")) {
                client.createResponse();
            }
        });
        kit.awaitState(callId, CallState.ENDED);
        assertThat(kit.spoken(callId)).containsExactly("Hi from the script.", "One question.", "Two answers.");
        JsonNode listed = Json.read(kit.get("/simulator/calls").body()).orElseThrow();
        assertThat(listed).anySatisfy(call -> {
            assertThat(call.path("call_id").asText()).isEqualTo(callId);
            assertThat(call.path("state").asText()).isEqualTo("ended");
            assertThat(call.path("to").asText()).isEqualTo("+15550001");
            assertThat(call.path("attaches").asInt()).isEqualTo(1);
            assertThat(call.path("accepted_at").asLong()).isPositive();
        });
    }

    @Test
    void a_call_may_have_an_id_of_its_offerers_choice_once() {
        String offer = "{\"to\":\"+15550001\",\"deliver\":false,\"call_id\":\"rtc_of_my-choice1\"}";
        assertThat(Json.read(kit.post("/simulator/calls", offer).body())
                        .orElseThrow()
                        .path("call_id")
                        .asText())
                .isEqualTo("rtc_of_my-choice1");
        HttpResponse<String> again = kit.post("/simulator/calls", offer);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("there is a call rtc_of_my-choice1 already");
    }

    @Test
    void the_truth_is_read_as_json_lines_by_call_and_kind() {
        String callId = kit.offer("late_transcripts");
        kit.answer(callId);
        kit.awaitState(callId, CallState.ENDED);
        String[] turns =
                kit.get("/simulator/truth?kind=turn&call_id=" + callId).body().split("\n");
        assertThat(turns).hasSize(6);
        for (int i = 0; i < turns.length; i++) {
            JsonNode turn = Json.read(turns[i]).orElseThrow();
            assertThat(turn.properties())
                    .extracting(java.util.Map.Entry::getKey)
                    .containsExactly(
                            "t_ms",
                            "call_id",
                            "kind",
                            "item_id",
                            "speaker",
                            "text",
                            "interrupted",
                            "delivered",
                            "index");
            assertThat(turn.path("index").asInt()).isEqualTo(i);
        }
        assertThat(kit.get("/simulator/truth?call_id=" + callId).body().lines())
                .extracting(line -> Json.read(line).orElseThrow().path("kind").asText())
                .contains("offer", "accept", "attach", "greeting", "turn", "hangup", "ended");
    }

    @Test
    void the_stats_count_live_calls_in_all_and_by_number() {
        JsonNode before = Json.read(kit.get("/simulator/stats").body()).orElseThrow();
        String[] calls = new String[3];
        for (int i = 0; i < 3; i++) {
            calls[i] = Json.read(kit.post("/simulator/calls", "{\"to\":\"+1999\",\"scenario\":\"silent_caller\"}")
                            .body())
                    .orElseThrow()
                    .path("call_id")
                    .asText();
            kit.accept(calls[i]);
        }
        kit.accept(calls[0]);
        for (String call : calls) {
            kit.post("/v1/realtime/calls/" + call + "/hangup", "");
        }
        JsonNode stats = Json.read(kit.get("/simulator/stats").body()).orElseThrow();
        assertThat(stats.at("/max_live_by_to/+1999").asInt()).isEqualTo(3);
        assertThat(stats.at("/live_by_to/+1999").asInt()).isZero();
        assertThat(stats.path("max_live").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(stats.path("accepted").asInt() - before.path("accepted").asInt())
                .isEqualTo(3);
        assertThat(stats.path("second_accepts").asInt()).isEqualTo(1);
    }
}
