package dev.tandem.launcher.faults.arena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.faults.truth.Tail;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The simulator as the suite uses it: places calls, arms faults, marks and reads the history. */
public final class Provider {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpJson control;
    private final Path truth;
    private final HttpClient http = HttpClient.newHttpClient();

    Provider(HttpJson control, Path truth) {
        this.control = control;
        this.truth = truth;
    }

    /** Has a call placed and its webhook delivered, to every node in turn, until it is taken. */
    public PlacedCall place(Offer offer) throws InterruptedException {
        return new PlacedCall(
                post("/simulator/calls", offer.json()).path("call_id").asText(), offer.number());
    }

    /** Has a call ring whose webhook nobody delivers; the answer has the signed {@code headers} and the {@code body}. */
    public JsonNode ring(Offer offer) throws InterruptedException {
        return post("/simulator/calls", offer.json().put("deliver", false));
    }

    /** Makes something go wrong {@code count} times in one call, after its accept. */
    public void arm(String fault, PlacedCall call, Duration after, int count) throws InterruptedException {
        arm(fault, call.id(), after, count);
    }

    /** The same for any call by an empty text, for every one by an asterisk. */
    public void arm(String fault, String callId, Duration after, int count) throws InterruptedException {
        ObjectNode body = JSON.createObjectNode()
                .put("fault", fault)
                .put("after_ms", after.toMillis())
                .put("count", count);
        post("/simulator/faults", callId.isEmpty() ? body : body.put("call_id", callId));
    }

    /** What has not gone wrong yet will not. */
    public void disarmAll() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(control.base() + "/simulator/faults"))
                .timeout(PATIENCE)
                .DELETE()
                .build();
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new Unable("The simulator does not answer: " + e.getMessage(), e);
        }
    }

    /** The callers of these calls hang up now. */
    public void hangUp(List<PlacedCall> calls) throws InterruptedException {
        for (PlacedCall call : calls) {
            arm("hangup", call, Duration.ZERO, 1);
        }
    }

    /** Writes into the history what the suite does, at the moment it does it; returns that moment on the simulator's clock. */
    public long mark(String text) throws InterruptedException {
        return post("/simulator/marks", JSON.createObjectNode().put("text", text))
                .path("t_ms")
                .asLong();
    }

    /** Where the tools of the agents are described. */
    JsonNode tools() throws InterruptedException {
        try {
            return control.get("/simulator/tools");
        } catch (IOException e) {
            throw new Unable("The simulator does not answer: " + e.getMessage(), e);
        }
    }

    /** The history from now on. */
    Tail tail() {
        return new Tail(truth);
    }

    private JsonNode post(String path, JsonNode body) throws InterruptedException {
        try {
            return control.post(path, body);
        } catch (IOException e) {
            throw new Unable("The simulator did not do " + path + ": " + e.getMessage(), e);
        }
    }
}
