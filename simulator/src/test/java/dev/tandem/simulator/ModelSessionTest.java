package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.audio.Speech;
import dev.tandem.simulator.caller.Pace;
import dev.tandem.simulator.caller.ScriptReader;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.json.Json;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelSessionTest {
    private SimulatorKit kit;

    @BeforeEach
    void start() {
        kit = new SimulatorKit(
                settings -> settings.withSpeed(50).withRun(RunOptions.defaults().withLimits(5, 50_000)));
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    @Test
    void a_text_turn_is_answered_by_a_spoken_one_whose_bytes_can_be_checked() {
        SidebandClient client = open();
        say(client, "Good morning");
        JsonNode done = last(client, "response.done", 1).path("response");
        assertThat(done.at("/output/0/content/0/transcript").asText()).isEqualTo("You said: Good morning");
        assertThat(done.at("/usage/total_tokens").asInt())
                .isEqualTo(done.at("/usage/input_tokens").asInt()
                        + done.at("/usage/output_tokens").asInt());
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        client.events("response.output_audio.delta")
                .forEach(event -> sound.writeBytes(
                        Base64.getDecoder().decode(event.path("delta").asText())));
        String words = "You said: Good morning";
        assertThat(sound.toByteArray()).isEqualTo(new Speech(words, AudioFormat.PCM, Pace.speechMs(words)).all());
        assertThat(client.types()).startsWith("session.created", "conversation.created");
        assertThat(client.types()).noneMatch(type -> type.startsWith("output_audio_buffer."));
    }

    @Test
    void spoken_words_are_found_by_voice_activity_and_answered() {
        kit.simulator.scriptNextSession(ScriptReader.read(Json.read("""
                {"turns":[{"speaker":"caller","text":"Do you open today?"},{"speaker":"agent","text":"Until six."}]}
                """).orElseThrow(), "mine"));
        SidebandClient client = open();
        update(
                client,
                "{\"audio\":{\"input\":{\"format\":{\"type\":\"audio/pcmu\"},\"transcription\":{\"model\":\"whisper-1\"}}}}");
        speak(client);
        JsonNode heard = last(client, "conversation.item.input_audio_transcription.completed", 1);
        assertThat(heard.path("transcript").asText()).isEqualTo("Do you open today?");
        assertThat(heard.at("/usage/type").asText()).isEqualTo("duration");
        assertThat(last(client, "response.done", 1)
                        .at("/response/output/0/content/0/transcript")
                        .asText())
                .isEqualTo("Until six.");
        assertThat(last(client, "input_audio_buffer.speech_stopped", 1)
                        .path("audio_end_ms")
                        .asInt())
                .isEqualTo(1_200);
    }

    @Test
    void speech_over_the_agent_cancels_it_and_the_client_truncates() {
        SidebandClient client = open();
        say(client, "Tell me everything about lamps. ".repeat(10));
        last(client, "response.output_audio.delta", 1);
        speak(client);
        JsonNode cancelled = last(client, "response.done", 1).path("response");
        assertThat(cancelled.at("/status_details/reason").asText()).isEqualTo("turn_detected");
        String itemId = cancelled.at("/output/0/id").asText();
        send(client, "conversation.item.truncate", """
                {"item_id":"%s","content_index":0,"audio_end_ms":1}""".formatted(itemId));
        assertThat(last(client, "conversation.item.truncated", 1)
                        .path("item_id")
                        .asText())
                .isEqualTo(itemId);
    }

    @Test
    void without_turn_detection_the_client_commits_and_asks() {
        SidebandClient client = open();
        update(client, "{\"audio\":{\"input\":{\"turn_detection\":null}}}");
        send(client, "input_audio_buffer.commit", "{}");
        JsonNode error = last(client, "error", 1).path("error");
        assertThat(error.path("code").asText()).isEqualTo("input_audio_buffer_commit_empty");
        assertThat(error.path("event_id").asText()).isEqualTo("mine");
        speak(client);
        send(client, "input_audio_buffer.commit", "{}");
        String itemId =
                last(client, "input_audio_buffer.committed", 1).path("item_id").asText();
        send(client, "conversation.item.retrieve", "{\"item_id\":\"" + itemId + "\"}");
        assertThat(last(client, "conversation.item.retrieved", 1)
                        .at("/item/content/0/audio")
                        .asText())
                .isNotEmpty();
        assertThat(client.events("response.created")).isEmpty();
    }

    @Test
    void text_beside_the_conversation_leaves_no_trace_in_it() {
        SidebandClient client = open();
        send(client, "response.create", """
                {"response":{"conversation":"none","output_modalities":["text"],"metadata":{"topic":"sum"},
                 "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Lamps."}]}]}}""");
        JsonNode done = last(client, "response.done", 1).path("response");
        assertThat(done.path("conversation_id").isNull()).isTrue();
        assertThat(done.at("/metadata/topic").asText()).isEqualTo("sum");
        assertThat(done.at("/output/0/content/0/text").asText()).isEqualTo("In short: Lamps.");
        assertThat(client.events("conversation.item.added")).isEmpty();
    }

    @Test
    void a_remote_tool_waits_for_the_clients_approval() {
        SidebandClient client = open();
        update(
                client,
                "{\"tools\":[{\"type\":\"mcp\",\"server_label\":\"shop\",\"server_url\":\"https://example.com\"}]}");
        last(client, "mcp_list_tools.completed", 1);
        say(client, "Where is my order?");
        JsonNode asked = last(client, "response.done", 1).at("/response/output/0");
        assertThat(asked.path("type").asText()).isEqualTo("mcp_approval_request");
        send(client, "conversation.item.create", """
                {"item":{"type":"mcp_approval_response","approval_request_id":"%s","approve":true}}""".formatted(asked.path("id").asText()));
        client.createResponse();
        JsonNode output = last(client, "response.done", 2).at("/response/output");
        assertThat(output.at("/0/type").asText()).isEqualTo("mcp_call");
        assertThat(output.at("/0/approval_request_id").asText())
                .isEqualTo(asked.path("id").asText());
        assertThat(client.events("response.mcp_call.completed")).hasSize(1);
    }

    @Test
    void a_second_response_a_late_voice_and_a_wrong_truncation_draw_the_vendors_codes() {
        SidebandClient client = open();
        say(client, "Hello there");
        client.createResponse();
        assertThat(last(client, "error", 1).at("/error/code").asText())
                .isEqualTo("conversation_already_has_active_response");
        last(client, "response.done", 1);
        update(client, "{\"audio\":{\"output\":{\"voice\":\"cedar\"}}}");
        assertThat(last(client, "error", 2).at("/error/code").asText()).isEqualTo("cannot_update_voice");
        String userItem = client.events("conversation.item.added")
                .getFirst()
                .at("/item/id")
                .asText();
        send(client, "conversation.item.truncate", """
                {"item_id":"%s","content_index":0,"audio_end_ms":1}""".formatted(userItem));
        assertThat(last(client, "error", 3).at("/error/code").asText()).isEqualTo("unsupported_content_type");
        send(client, "output_audio_buffer.clear", "{}");
        assertThat(last(client, "error", 4).at("/error/code").asText()).isEqualTo("invalid_event");
    }

    @Test
    void a_response_ends_at_its_token_limit() {
        SidebandClient client = open();
        say(client, "Tell me everything about lamps. ".repeat(5), "{\"response\":{\"max_output_tokens\":20}}");
        JsonNode done = last(client, "response.done", 1).path("response");
        assertThat(done.path("status").asText()).isEqualTo("incomplete");
        assertThat(done.at("/status_details/reason").asText()).isEqualTo("max_output_tokens");
        Schemas.assertValidEvent(last(client, "response.done", 1));
    }

    @Test
    void responses_over_the_rate_limit_fail() {
        SidebandClient client = open();
        for (int i = 1; i <= 6; i++) {
            say(client, "Hello " + i);
            last(client, "response.done", i);
        }
        JsonNode failed = last(client, "response.done", 6).path("response");
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/status_details/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(last(client, "rate_limits.updated", 6)
                        .at("/rate_limits/0/remaining")
                        .asInt())
                .isZero();
    }

    @Test
    void faults_hit_model_sessions_too() {
        SidebandClient client = open();
        kit.simulator.arm(new Fault("*", FaultKind.EVENT_TWICE, 0, 1));
        Awaitility.await()
                .until(() -> kit.simulator.truth().lines().stream()
                        .anyMatch(line -> line.kind().equals("fault")));
        update(client, "{}");
        assertThat(last(client, "session.updated", 2))
                .isEqualTo(client.events("session.updated").getFirst());
        kit.simulator.arm(new Fault("*", FaultKind.SESSION_EXPIRED, 0, 1));
        assertThat(last(client, "error", 1).at("/error/code").asText()).isEqualTo("session_expired");
        client.closed().join();
    }

    @Test
    void a_model_that_cannot_talk_is_refused_on_the_open_socket() {
        SidebandClient client = connect("model=gpt-4o");
        assertThat(last(client, "error", 1).at("/error/code").asText()).isEqualTo("invalid_model");
        assertThat(client.closed().join()).isEqualTo(4000);
    }

    private SidebandClient open() {
        SidebandClient client = connect("model=gpt-realtime");
        last(client, "conversation.created", 1);
        return client;
    }

    private SidebandClient connect(String query) {
        return SidebandClient.connect(kit.http, kit.simulator.port(), query, (client, event) -> {});
    }

    private static void say(SidebandClient client, String words) {
        say(client, words, "{}");
    }

    private static void say(SidebandClient client, String words, String response) {
        send(client, "conversation.item.create", """
                {"item":{"type":"message","role":"user","content":[{"type":"input_text","text":"%s"}]}}""".formatted(words));
        send(client, "response.create", response);
    }

    private static void update(SidebandClient client, String fields) {
        ObjectNode session = (ObjectNode) Json.read(fields).orElseThrow();
        client.send(Json.object().put("type", "session.update").set("session", session.put("type", "realtime")));
    }

    /** A second of G.711 voice and half a second of silence. */
    private static void speak(SidebandClient client) {
        byte[] silence = new byte[4_000];
        Arrays.fill(silence, (byte) 0xFF);
        for (byte[] sound : List.of(new Speech("aaaaaaaa", AudioFormat.PCMU, 1_000).all(), silence)) {
            client.send(Json.object()
                    .put("type", "input_audio_buffer.append")
                    .put("audio", Base64.getEncoder().encodeToString(sound)));
        }
    }

    private static void send(SidebandClient client, String type, String fields) {
        ObjectNode event = Json.object().put("type", type).put("event_id", "mine");
        client.send(event.setAll((ObjectNode) Json.read(fields).orElseThrow()));
    }

    private static JsonNode last(SidebandClient client, String type, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> client.events(type).size() >= count);
        return client.events(type).get(count - 1);
    }
}
