package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.ObjectMappers;
import com.openai.models.realtime.RealtimeServerEvent;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.audio.Speech;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.call.Habits;
import dev.tandem.simulator.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Makes the simulator send every event of the protocol and shows each to the schema and to the vendor's own SDK. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllEventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SimulatorKit kit;
    private final List<JsonNode> seen = new ArrayList<>();

    @BeforeAll
    void collect() {
        Habits chatty = new Habits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(8),
                Duration.ofSeconds(8),
                Duration.ofMinutes(60),
                true,
                true,
                true,
                false,
                true,
                true,
                200,
                Habits.GENERATION_SHARE);
        kit = new SimulatorKit(settings -> settings.withHabits(chatty).withSpeed(50));
        seen.addAll(phoneCall());
        seen.addAll(modelSession());
        seen.addAll(remoteTools());
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void every_server_event_of_the_protocol_is_sent() {
        Set<String> types = new HashSet<>();
        seen.forEach(event -> types.add(event.path("type").asText()));
        assertThat(Schemas.eventTypes()).hasSize(46);
        assertThat(types).containsExactlyInAnyOrderElementsOf(Schemas.eventTypes());
    }

    @Test
    void every_event_fits_the_vendors_schema() {
        seen.forEach(Schemas::assertValidEvent);
    }

    @Test
    void the_vendors_java_sdk_parses_every_event() throws IOException {
        for (JsonNode event : seen) {
            RealtimeServerEvent parsed =
                    ObjectMappers.jsonMapper().readValue(Json.write(event), RealtimeServerEvent.class);
            assertThat(parsed.isValid()).as("%s", event).isTrue();
        }
    }

    private List<JsonNode> phoneCall() {
        String callId = kit.offerTurns("""
                [{"speaker":"caller","text":"Where is my order?","transcript":"failed"},
                 {"speaker":"agent","text":"Let me see.","tool_call":{"name":"lookup_order","arguments":{}}},
                 {"speaker":"caller","text":"And when does it come, please?","interrupts_at":0.8},
                 {"speaker":"agent","text":"It comes on Tuesday in the morning, between eight and ten, by van."},
                 {"speaker":"caller","dtmf":"1"},{"speaker":"caller","text":"Thanks."}]
                """);
        ObjectNode session = SimulatorKit.session();
        ((ObjectNode) session.at("/audio/input/transcription")).put("model", "gpt-4o-transcribe-diarize");
        kit.post("/v1/realtime/calls/" + callId + "/accept", Json.write(session));
        SidebandClient client = kit.attach(callId, kit::behave);
        kit.awaitState(callId, CallState.ENDED);
        client.closed().join();
        return client.events();
    }

    private List<JsonNode> modelSession() {
        SidebandClient client = open();
        await(client, "conversation.created", 1);
        client.send(event("session.update", """
                {"session":{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"},
                 "turn_detection":{"type":"server_vad","idle_timeout_ms":5000,"create_response":false}}}}}"""));
        await(client, "session.updated", 1);
        say(client, "Hello there, are you open today?");
        await(client, "conversation.item.input_audio_transcription.completed", 1);
        client.createResponse();
        await(client, "response.done", 1);
        await(client, "input_audio_buffer.timeout_triggered", 1);
        client.send(event("response.create", """
                {"response":{"conversation":"none","output_modalities":["text"],"instructions":"Sum up."}}"""));
        await(client, "response.output_text.done", 1);
        String itemId = client.events("response.output_item.done")
                .getFirst()
                .at("/item/id")
                .asText();
        for (String operation : List.of("retrieve", "truncate", "delete")) {
            client.send(event("conversation.item." + operation, """
                    {"item_id":"%s","content_index":0,"audio_end_ms":100}""".formatted(itemId)));
        }
        client.send(event("input_audio_buffer.clear", "{}"));
        client.send(event("response.cancel", "{}"));
        await(client, "error", 1);
        await(client, "conversation.item.deleted", 1);
        return client.events();
    }

    private List<JsonNode> remoteTools() {
        List<JsonNode> events = new ArrayList<>();
        for (String host : List.of("tools.example.com", "tools.invalid")) {
            SidebandClient client = open();
            await(client, "conversation.created", 1);
            client.send(event("session.update", """
                    {"session":{"type":"realtime","tools":[{"type":"mcp","server_label":"shop","require_approval":"never",
                     "server_url":"https://%s/mcp"}]}}""".formatted(host)));
            await(client, "mcp_list_tools.in_progress", 1);
            client.send(event("conversation.item.create", """
                    {"item":{"type":"message","role":"user",
                     "content":[{"type":"input_text","text":"Where is my order?"}]}}"""));
            client.createResponse();
            await(client, "response.done", 1);
            events.addAll(client.events());
        }
        return events;
    }

    private SidebandClient open() {
        return SidebandClient.connect(kit.http, kit.simulator.port(), "model=gpt-realtime", (client, event) -> {});
    }

    private static void say(SidebandClient client, String words) {
        byte[] silence = new byte[48 * 1_000];
        for (byte[] sound : List.of(new Speech(words, AudioFormat.PCM, 1_500).all(), silence)) {
            ObjectNode append = Json.object().put("type", "input_audio_buffer.append");
            client.send(append.put("audio", Base64.getEncoder().encodeToString(sound)));
        }
    }

    private static ObjectNode event(String type, String fields) {
        ObjectNode event = Json.object().put("type", type).put("event_id", "mine");
        return event.setAll((ObjectNode) Json.read(fields).orElseThrow());
    }

    private static void await(SidebandClient client, String type, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> client.events(type).size() >= count);
    }
}
