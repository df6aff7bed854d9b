package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tandem.cassandra.SharedCassandra;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.tenant.TenantDirectory;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** A whole node inside the test's JVM, on free ports; several make a cluster. */
final class TestNode implements AutoCloseable {

    private static final String TOKEN = "a-token-for-tests-only";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ActorSystem<?> system;
    private final int publicPort;
    private final int operatorPort;
    private final int remotingPort;

    private TestNode(ActorSystem<?> system, int publicPort, int operatorPort, int remotingPort) {
        this.system = system;
        this.publicPort = publicPort;
        this.operatorPort = operatorPort;
        this.remotingPort = remotingPort;
    }

    /** @param seed the node to join, or null for the first */
    static TestNode start(String openAi, String webhookSecret, List<Tenant> tenants, TestNode seed, int globalLimit)
            throws Exception {
        return start(openAi, webhookSecret, tenants, seed, globalLimit, Map.of());
    }

    /** @param more keys of this node that win over all others */
    static TestNode start(
            String openAi,
            String webhookSecret,
            List<Tenant> tenants,
            TestNode seed,
            int globalLimit,
            Map<String, Object> more)
            throws Exception {
        return start(openAi, webhookSecret, tenants, seed, globalLimit, more, OpenTelemetry.noop());
    }

    /** @param telemetry where the node's traces go */
    static TestNode start(
            String openAi,
            String webhookSecret,
            List<Tenant> tenants,
            TestNode seed,
            int globalLimit,
            Map<String, Object> more,
            OpenTelemetry telemetry)
            throws Exception {
        int publicPort = free();
        int operatorPort = free();
        int remotingPort = free();
        String self = "127.0.0.1:" + remotingPort;
        Map<String, Object> own = new HashMap<>();
        own.put("tandem.node.public.interface", "127.0.0.1");
        own.put("tandem.node.public.port", publicPort);
        own.put("tandem.node.operator.port", operatorPort);
        own.put("tandem.node.remoting-port", remotingPort);
        own.put("tandem.node.seeds", seed == null ? self : "127.0.0.1:" + seed.remotingPort);
        own.put("tandem.node.admin-token", TOKEN);
        own.put("tandem.node.tenants", "given-by-the-test");
        own.put("tandem.openai.base-url", openAi);
        own.put("tandem.summary.base-url", openAi);
        own.put("tandem.openai.api-key", "sk-test");
        own.put("tandem.openai.webhook-secret", webhookSecret);
        own.put("tandem.admission.global-limit", globalLimit);
        own.put("tandem.admission.roll-call", "2s");
        own.put("tandem.cassandra.contact-points", SharedCassandra.get().contactPoint());
        own.put("tandem.cassandra.local-datacenter", SharedCassandra.get().datacenter());
        own.put("tandem.cassandra.create-schema", seed == null);
        own.put("pekko.coordinated-shutdown.exit-jvm", "off");
        own.put("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
        own.putAll(more);
        Config config = ConfigFactory.load(
                ConfigFactory.parseMap(own).withFallback(ConfigFactory.parseResources("application.conf")));
        ActorSystem<?> system = ActorSystem.create(
                Guardian.create(NodeSettings.of(config), new TenantDirectory(tenants), telemetry),
                "tandem",
                ClusterSettings.of(config));
        return new TestNode(system, publicPort, operatorPort, remotingPort);
    }

    URI webhook() {
        return URI.create("http://127.0.0.1:" + publicPort + "/openai/webhook");
    }

    String name() {
        return "127.0.0.1:" + remotingPort;
    }

    /** How many nodes it knows to be up. */
    int members() {
        int members = 0;
        for (Member member : Cluster.get(system).state().getMembers()) {
            members += member.status().equals(MemberStatus.up()) ? 1 : 0;
        }
        return members;
    }

    boolean isReady() {
        try {
            return get("/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    JsonNode call(String id) throws IOException {
        return json("/api/v1/calls/" + id);
    }

    JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(get(path).body());
    }

    /** Everything that is measured, as Prometheus reads it. */
    String scrape() throws IOException {
        return get("/metrics").body();
    }

    private HttpResponse<String> get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operatorPort + path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /**
     * Leaves the cluster as on SIGTERM and waits until the process would end and none of our actors is left. That the actor system is
     * terminated cannot be waited for: now and then Artery's streams over TLS do not end, which only a later Pekko bounds
     * (apache/pekko#3317).
     */
    void leave() throws Exception {
        CoordinatedShutdown.get(system)
                .runAll(CoordinatedShutdown.jvmExitReason())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        ExtendedActorSystem classic = (ExtendedActorSystem) system.classicSystem();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(classic.guardian().isTerminated())
                        .as(() -> "nothing is left under /user: " + classic.printTree())
                        .isTrue());
    }

    @Override
    public void close() throws Exception {
        leave();
    }

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
