package dev.tandem.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.call.Habits;
import dev.tandem.simulator.caller.ScriptReader;
import dev.tandem.simulator.control.CallOffer;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.truth.TruthLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A running simulator at high speed and a client that knows how to use it. */
final class SimulatorKit implements AutoCloseable {
    static final String NUMBER = "+18005551212";
    static final String GREETING = "Hello, this is Lamp House.";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final HttpClient http = HttpClient.newHttpClient();
    final Simulator simulator;

    SimulatorKit() {
        this(settings -> settings);
    }

    SimulatorKit(UnaryOperator<SimulatorSettings> change) {
        try {
            simulator = Simulator.start(change.apply(fast()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The fast settings with people who wait only a moment for the client. */
    static SimulatorSettings impatient(SimulatorSettings settings) {
        Duration moment = Duration.ofMillis(300);
        Habits habits = settings.habits();
        return settings.withHabits(new Habits(
                habits.ring(), moment, Duration.ofSeconds(2), habits.sessionLimit(), false, habits.secondSideband()));
    }

    /** Human times shrink 200-fold; the real waits are short too. */
    static SimulatorSettings fast() {
        Habits habits = new Habits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(8),
                Duration.ofSeconds(8),
                Duration.ofMinutes(60),
                false,
                true);
        return SimulatorSettings.defaults()
                .withSpeed(200)
                .withHabits(habits)
                .withSeed(7)
                .withRetrySpeed(50);
    }

    String offer(String scenario) {
        return simulator.offer(NUMBER, scenario).callId();
    }

    String offerTurns(String turns) {
        JsonNode script = Json.read("{\"turns\":" + turns + "}").orElseThrow();
        return simulator
                .offer(CallOffer.to(NUMBER).playing(ScriptReader.read(script, "inline")))
                .callId();
    }

    /** Accepts with transcription and the tools the scenarios use. */
    HttpResponse<String> accept(String callId) {
        return post("/v1/realtime/calls/" + callId + "/accept", Json.write(session()));
    }

    static ObjectNode session() {
        ObjectNode session = Json.object().put("type", "realtime").put("model", "gpt-realtime");
        session.putObject("audio").putObject("input").putObject("transcription").put("model", "gpt-4o-mini-transcribe");
        var tools = session.putArray("tools");
        for (String name :
                List.of("lookup_order", "check_stock", "find_slots", "book_appointment", "send_receipt", "end_call")) {
            ObjectNode tool = tools.addObject().put("type", "function").put("name", name);
            tool.putObject("parameters").put("type", "object");
        }
        ObjectNode transfer = tools.addObject().put("type", "function").put("name", "transfer_call");
        transfer.putObject("parameters")
                .put("type", "object")
                .putObject("properties")
                .putObject("target")
                .put("type", "string")
                .putArray("enum")
                .add("billing");
        return session;
    }

    /** Accepts and plays the whole client: greeting, tools over HTTP, end_call. */
    SidebandClient answer(String callId) {
        accept(callId);
        return attach(callId, this::behave);
    }

    SidebandClient attach(String callId, BiConsumer<SidebandClient, JsonNode> behaviour) {
        return SidebandClient.attach(http, simulator.port(), callId, behaviour);
    }

    void behave(SidebandClient client, JsonNode event) {
        switch (event.path("type").asText()) {
            case "session.created" -> client.greet(GREETING);
            case "response.done" -> runTools(client, event.path("response"));
            default -> {
                // Nothing to do.
            }
        }
    }

    private void runTools(SidebandClient client, JsonNode response) {
        boolean called = false;
        for (JsonNode item : response.path("output")) {
            if (item.path("type").asText().equals("function_call")) {
                called = true;
                String name = item.path("name").asText();
                HttpResponse<String> result =
                        post("/tools/" + name, item.path("arguments").asText());
                client.giveOutput(item.path("call_id").asText(), result.body());
            }
        }
        if (called) {
            client.createResponse();
        }
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, body, "Bearer sk-test");
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "", "Bearer sk-test");
    }

    /** A request that is given up after a moment: for servers that are expected not to answer. */
    HttpResponse<String> postBriefly(String path, String body) {
        return send("POST", path, body, "Bearer sk-test", Duration.ofMillis(500));
    }

    HttpResponse<String> send(String method, String path, String body, String authorization) {
        return send(method, path, body, authorization, Duration.ofSeconds(5));
    }

    private HttpResponse<String> send(
            String method, String path, String body, String authorization, Duration patience) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                .timeout(patience)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    void awaitState(String callId, CallState state) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> simulator.call(callId).orElseThrow().state() == state
                        && (state == CallState.LIVE || !truth(callId, "ended").isEmpty()));
    }

    void awaitTruth(String callId, String kind, int lines) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> truth(callId, kind).size() >= lines);
    }

    List<TruthLine> truth(String callId, String kind) {
        return simulator.truth().linesOf(callId, kind);
    }

    List<String> spoken(String callId) {
        return truth(callId, "turn").stream().map(line -> line.text("text")).toList();
    }

    String endReason(String callId) {
        return truth(callId, "ended").getFirst().text("reason");
    }

    @Override
    public void close() {
        http.shutdownNow();
        simulator.close();
    }
}
