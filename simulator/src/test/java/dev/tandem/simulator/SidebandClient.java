package dev.tandem.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A client of a sideband that behaves: greets, answers tool calls, remembers everything. */
final class SidebandClient implements WebSocket.Listener {
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicInteger pongs = new AtomicInteger();
    private final BiConsumer<SidebandClient, JsonNode> behaviour;
    private volatile WebSocket socket;

    private SidebandClient(BiConsumer<SidebandClient, JsonNode> behaviour) {
        this.behaviour = behaviour;
    }

    static SidebandClient attach(
            HttpClient http, int port, String callId, BiConsumer<SidebandClient, JsonNode> behaviour) {
        return connect(http, port, "call_id=" + callId, behaviour);
    }

    static SidebandClient connect(
            HttpClient http, int port, String query, BiConsumer<SidebandClient, JsonNode> behaviour) {
        SidebandClient client = new SidebandClient(behaviour);
        http.newWebSocketBuilder()
                .header("Authorization", "Bearer sk-test")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/realtime?" + query), client)
                .join();
        return client;
    }

    List<JsonNode> events() {
        return List.copyOf(events);
    }

    List<JsonNode> events(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    List<String> types() {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    CompletableFuture<Integer> closed() {
        return closed;
    }

    int pongs() {
        return pongs.get();
    }

    synchronized void send(ObjectNode event) {
        sendText(Json.write(event));
    }

    synchronized void sendText(String text) {
        socket.sendText(text, true).join();
    }

    void greet(String words) {
        ObjectNode event = Json.object().put("type", "response.create").put("event_id", "greet");
        event.putObject("response").put("instructions", "Say: \"" + words + "\"");
        send(event);
    }

    void createResponse() {
        send(Json.object().put("type", "response.create").put("event_id", "create"));
    }

    void giveOutput(String toolCallId, String output) {
        ObjectNode event = Json.object().put("type", "conversation.item.create");
        event.putObject("item")
                .put("type", "function_call_output")
                .put("call_id", toolCallId)
                .put("output", output);
        send(event);
    }

    void ping() {
        socket.sendPing(ByteBuffer.allocate(0)).join();
    }

    void abort() {
        socket.abort();
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            JsonNode event = Json.read(partial.toString()).orElseThrow();
            partial.setLength(0);
            boolean fresh = isFresh(event);
            events.add(event);
            if (fresh) {
                CompletableFuture.runAsync(() -> behaviour.accept(this, event));
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        socket = webSocket;
        webSocket.request(1);
    }

    private boolean isFresh(JsonNode event) {
        String id = event.path("event_id").asText();
        return id.isEmpty()
                || events.stream()
                        .noneMatch(seen -> seen.path("event_id").asText().equals(id));
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pongs.incrementAndGet();
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }
}
