package dev.tandem.simulator.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.Simulator;
import dev.tandem.simulator.SimulatorSettings;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.truth.TruthLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolEndpointTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private Simulator simulator;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Path dialogues = folder.resolve("calls.jsonl");
        Files.writeString(dialogues, """
                {"id":"d1","turns":[{"speaker":"caller","text":"A bus?"},{"speaker":"agent","text":"At nine.",\
                "tool_call":{"name":"FindBus","arguments":{"to":"Oslo","from":"Bergen"},"result":[{"leaves":"09:00"}]}}]}
                {"id":"d2","turns":[{"speaker":"agent","text":"Bought.",\
                "tool_call":{"name":"BuyBusTicket","arguments":{"class":"2"},"result":{"ok":true}}}]}
                """);
        simulator = Simulator.start(SimulatorSettings.defaults().withDialogues(dialogues));
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        simulator.close();
    }

    @Test
    void a_tool_answers_by_name_and_arguments_in_any_order_of_keys() throws Exception {
        assertThat(call("FindBus", "{\"from\":\"Bergen\",\"to\":\"Oslo\"}", "").body())
                .isEqualTo("[{\"leaves\":\"09:00\"}]");
        assertThat(call("FindBus", "{ \"to\":\"Oslo\", \"from\":\"Bergen\"}", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(call("lookup_order", "{\"order_id\":\"ABC123\"}", "").body()).contains("shipped");
    }

    @Test
    void what_is_unknown_or_malformed_is_4xx() throws Exception {
        assertThat(call("Nothing", "{}", "").statusCode()).isEqualTo(404);
        assertThat(call("FindBus", "{\"to\":\"Rome\"}", "").statusCode()).isEqualTo(404);
        assertThat(call("FindBus", "[1]", "").statusCode()).isEqualTo(400);
        assertThat(call("FindBus", "{", "").statusCode()).isEqualTo(400);
        assertThat(call("FindBus", "{}", "k".repeat(300)).statusCode()).isEqualTo(400);
        assertThat(effects()).isEmpty();
    }

    @Test
    void one_idempotency_key_has_one_effect_and_one_answer() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(call("BuyBusTicket", "{\"class\":\"2\"}", "key-1").body())
                    .isEqualTo("{\"ok\":true}");
        }
        call("BuyBusTicket", "{\"class\":\"2\"}", "key-2");
        call("BuyBusTicket", "{\"class\":\"2\"}", "");
        call("BuyBusTicket", "{\"class\":\"2\"}", "");
        assertThat(effects())
                .extracting(line -> line.text("idempotency_key"))
                .containsExactly("key-1", "key-2", "", "");
    }

    @Test
    void the_tools_are_described_for_an_agents_configuration() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/simulator/tools"))
                .build();
        JsonNode tools = Json.read(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .orElseThrow();
        JsonNode bus = null;
        for (JsonNode tool : tools) {
            if (tool.path("name").asText().equals("FindBus")) {
                bus = tool;
            }
        }
        assertThat(bus).isNotNull();
        assertThat(bus.path("description").asText()).isEqualTo("Find bus.");
        assertThat(bus.at("/parameters/properties").properties()).hasSize(2);
        assertThat(bus.path("url").asText()).isEqualTo(simulator.baseUrl() + "/tools/FindBus");
        assertThat(bus.path("effect").asText()).isEqualTo("read");
        assertThat(tools.findValuesAsText("name"))
                .contains("lookup_order", "send_receipt")
                .doesNotContain("end_call");
        assertThat(tools.findValuesAsText("effect")).contains("read", "idempotent", "once");
    }

    @Test
    void dialogues_take_turns_and_can_be_chosen() {
        assertThat(simulator.scripts().nextInTurn().id()).isEqualTo("d1");
        assertThat(simulator.scripts().nextInTurn().id()).isEqualTo("d2");
        assertThat(simulator.scripts().nextInTurn().id()).isEqualTo("d1");
        assertThat(simulator.scripts().dialogue("1").orElseThrow().id()).isEqualTo("d2");
        assertThat(simulator.scripts().dialogue("d1")).isPresent();
        assertThat(simulator.scripts().dialogue("2")).isEmpty();
    }

    private List<TruthLine> effects() {
        return simulator.truth().lines().stream()
                .filter(line -> line.kind().equals("tool_effect"))
                .toList();
    }

    private HttpResponse<String> call(String tool, String arguments, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/tools/" + tool))
                .POST(HttpRequest.BodyPublishers.ofString(arguments));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
