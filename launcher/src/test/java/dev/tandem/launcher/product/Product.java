package dev.tandem.launcher.product;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.cassandra.SharedCassandra;
import dev.tandem.launcher.api.HttpJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Cassandra, a simulator and a node, each in its process; the simulator places calls, the node answers them. */
final class Product implements AutoCloseable {
    static final String WEBHOOK_SECRET = "whsec_dGFuZGVtLXRlc3RzLXNpZ24td2l0aC10aGlzLTMyYi4=";

    /** Not the default, so that a test sees whether the setting counts. */
    static final int UNKNOWN_NUMBER_SIP_STATUS = 604;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API_KEY = "sk-tests";
    private static final String ADMIN_TOKEN = "tests-admin-token-0123456789";
    private static final Duration READY_WITHIN = Duration.ofSeconds(150);
    /** Short lives on few cores: the second compiler would cost more than it gives. */
    private static final String QUICK_JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private static final Setup USUAL = Setup.of("shared")
            .withNodeOptions("-Dtandem.summary.back-off.0=200ms", "-Dtandem.summary.back-off.1=200ms");

    private static Product running;

    private final Setup setup;
    private final Path folder;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Component simulator;
    private Component node;

    private Product(Setup setup) throws IOException {
        this.setup = setup;
        this.folder = emptied(Path.of("target", "product", setup.name()).toAbsolutePath());
        Stream.of("simulator", "http", "operator", "media", "management", "remoting")
                .forEach(purpose -> ports.put(purpose, FreePorts.next()));
        String cassandra = SharedCassandra.get().contactPoint();
        this.simulator = startSimulator();
        ready(simulator, simulator(), "/simulator/ready");
        JsonNode tools = tools();
        Path config = Files.createDirectories(folder.resolve("config"));
        for (TenantFile tenant : setup.tenants()) {
            tenant.write(config, tools, "http://127.0.0.1:" + ports.get("simulator") + "/tools/");
        }
        startNode(cassandra);
    }

    /** The one with the usual settings, which tests share: started by the first that asks. */
    static synchronized Product shared() {
        return running != null && running.setup.equals(USUAL) ? running : start(USUAL);
    }

    /** Another one. The one that runs is closed before: Cassandra's keyspaces belong to one cluster, and so do the calls in them. */
    static synchronized Product start(Setup setup) {
        closeRunning();
        try {
            running = new Product(setup);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes room for what else needs the machine. */
    static synchronized void closeRunning() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    HttpJson simulator() {
        return new HttpJson("http://127.0.0.1:" + ports.get("simulator"), "");
    }

    HttpJson api() {
        return new HttpJson("http://127.0.0.1:" + ports.get("operator"), ADMIN_TOKEN);
    }

    int webhookPort() {
        return ports.get("http");
    }

    int operatorPort() {
        return ports.get("operator");
    }

    String adminToken() {
        return ADMIN_TOKEN;
    }

    /** Has the simulator place a call and deliver its webhook. */
    PlacedCall place(Offer offer) throws Exception {
        return new PlacedCall(
                this,
                simulator()
                        .post("/simulator/calls", offer.json())
                        .path("call_id")
                        .asText());
    }

    /** Has a call ring whose webhook nobody has delivered yet. */
    RingingCall ring(Offer offer) throws Exception {
        JsonNode answer = simulator().post("/simulator/calls", offer.json().put("deliver", false));
        return new RingingCall(
                new PlacedCall(this, answer.path("call_id").asText()),
                answer.path("body").asText());
    }

    /** What happened, by the truth, as far as the query asks for it. */
    List<JsonNode> truth(String query) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : simulator().text("/simulator/truth?" + query).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    /** Makes something go wrong {@code count} times: for a call by its id, for any by an empty text, for every one by an asterisk. */
    void arm(String fault, String callId, int afterMs, int count) throws Exception {
        ObjectNode body = JSON.createObjectNode()
                .put("fault", fault)
                .put("after_ms", afterMs)
                .put("count", count);
        simulator().post("/simulator/faults", callId.isEmpty() ? body : body.put("call_id", callId));
    }

    /** Nothing that has not gone wrong yet will. */
    void disarmAll() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator().base() + "/simulator/faults"))
                .DELETE()
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        }
    }

    JsonNode stats() throws Exception {
        return simulator().get("/simulator/stats");
    }

    /** Waits until admission holds no slot; says which it holds when that does not come. */
    void awaitAllSlotsFree() {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    JsonNode slots = api().get("/api/v1/concurrency");
                    List<String> held = new ArrayList<>();
                    if (slots.path("global").path("in_use").asInt(-1) != 0) {
                        held.add("global");
                    }
                    slots.path("tenants").forEach(tenant -> {
                        if (tenant.path("in_use").asInt(-1) != 0) {
                            held.add(tenant.path("tenant").asText());
                        }
                    });
                    if (!held.isEmpty()) {
                        throw new AssertionError("Slots are held by " + held + ": " + slots);
                    }
                });
    }

    /** SIGKILL, as a machine that loses its power. */
    void killNode() throws InterruptedException {
        node.kill();
    }

    /** Starts the node again on the same ports. */
    void restartNode() {
        startNode(SharedCassandra.get().contactPoint());
    }

    @Override
    public void close() {
        node.close();
        simulator.close();
    }

    private Component startSimulator() {
        return Component.start(
                "simulator",
                folder.resolve("simulator.log"),
                List.of(
                        "--port",
                        String.valueOf(ports.get("simulator")),
                        "--key",
                        API_KEY,
                        "--webhook-secret",
                        WEBHOOK_SECRET,
                        "--webhook-url",
                        "http://127.0.0.1:" + ports.get("http") + "/openai/webhook",
                        "--speed",
                        String.valueOf(setup.speed()),
                        "--truth",
                        folder.resolve("truth.jsonl").toString(),
                        "--end-with-parent"),
                Map.of("TANDEM_JVM_OPTIONS", "-Xmx256m " + QUICK_JVM));
    }

    private void startNode(String cassandra) {
        Map<String, String> environment = new HashMap<>();
        environment.put("OPENAI_API_KEY", API_KEY);
        environment.put("OPENAI_WEBHOOK_SECRET", WEBHOOK_SECRET);
        environment.put("OPENAI_BASE_URL", "http://127.0.0.1:" + ports.get("simulator") + "/v1");
        environment.put("TANDEM_CASSANDRA", cassandra);
        environment.put("TANDEM_CASSANDRA_CREATE_SCHEMA", "true");
        environment.put("TANDEM_CONFIG", folder.resolve("config").toString());
        environment.put("TANDEM_ADMIN_TOKEN", ADMIN_TOKEN);
        environment.put("TANDEM_HTTP_PORT", String.valueOf(ports.get("http")));
        environment.put("TANDEM_OPERATOR_PORT", String.valueOf(ports.get("operator")));
        environment.put("TANDEM_MEDIA_PORT", String.valueOf(ports.get("media")));
        environment.put("TANDEM_MANAGEMENT_PORT", String.valueOf(ports.get("management")));
        environment.put("TANDEM_REMOTING_PORT", String.valueOf(ports.get("remoting")));
        environment.put("MAX_CONCURRENT_CALLS", String.valueOf(setup.globalLimit()));
        environment.put("TANDEM_SIP_UNKNOWN_NUMBER", String.valueOf(UNKNOWN_NUMBER_SIP_STATUS));
        environment.put("TANDEM_TOOL_ALLOW_LIST", "127.0.0.1:" + ports.get("simulator"));
        environment.put("TANDEM_END_WITH_PARENT", "true");
        environment.put("TANDEM_JVM_OPTIONS", "-Xmx512m " + QUICK_JVM + " " + String.join(" ", setup.nodeOptions()));
        node = Component.start("node", folder.resolve("node.log"), List.of(), environment);
        ready(node, api(), "/ready");
    }

    private JsonNode tools() throws IOException {
        try {
            return simulator().get("/simulator/tools");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void ready(Component component, HttpJson http, String path) {
        try {
            await().atMost(READY_WITHIN)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> !component.alive() || http.status(path) == 200);
        } catch (RuntimeException late) {
            throw new AssertionError(component.lastWords(), late);
        }
        if (!component.alive()) {
            throw new AssertionError(component.lastWords());
        }
    }

    private static Path emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String old : List.of("simulator.log", "node.log", "truth.jsonl")) {
            Files.deleteIfExists(folder.resolve(old));
        }
        return folder;
    }
}
