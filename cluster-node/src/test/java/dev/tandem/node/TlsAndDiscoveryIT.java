package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.simulator.Simulator;
import dev.tandem.simulator.SimulatorSettings;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that speak TLS to each other, and nodes that find each other without a list of seeds. */
class TlsAndDiscoveryIT {

    private static final Duration STARTED = Duration.ofSeconds(120);
    private static final String PASSWORD = "changeit-soon";

    @TempDir
    Path folder;

    private Simulator simulator;
    private final List<TestNode> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorSettings.defaults());
    }

    @AfterEach
    void stop() throws Exception {
        for (TestNode node : nodes.reversed()) {
            node.close();
        }
        simulator.close();
    }

    @Test
    void nodes_with_the_right_certificate_form_a_cluster_and_one_without_stays_outside() throws Exception {
        Path right = certificate("right");
        TestNode first = node(null, tls(right));
        await().atMost(STARTED).until(first::isReady);
        TestNode second = node(first, tls(right));
        await().atMost(STARTED).until(second::isReady);
        assertThat(first.members()).isEqualTo(2);
        TestNode stranger = node(first, tls(certificate("wrong")));
        TestNode plain = node(first, Map.of());
        // Both have tried for as long as the second node needed to become a member, and more.
        await().during(Duration.ofSeconds(8)).atMost(STARTED).until(() -> first.members() == 2);
        assertThat(stranger.isReady()).isFalse();
        assertThat(plain.isReady()).isFalse();
        assertThat(stranger.members()).isZero();
        assertThat(plain.members()).isZero();
    }

    @Test
    void nodes_find_each_other_by_discovery_and_say_on_the_management_port_when_they_are_ready() throws Exception {
        int here = TestNode.free();
        int there = TestNode.free();
        String contacts = "127.0.0.1:" + here + ",127.0.0.1:" + there;
        TestNode first = node(null, discovery(here, contacts));
        TestNode second = node(first, discovery(there, contacts));
        await().atMost(STARTED).until(() -> first.isReady() && second.isReady());
        assertThat(first.members()).isEqualTo(2);
        assertThat(status(here, "/ready")).isEqualTo(200);
        assertThat(status(there, "/alive")).isEqualTo(200);
        nodes.remove(second);
        second.leave();
        await().atMost(STARTED).until(() -> first.members() == 1);
    }

    @Test
    void a_node_that_waits_for_cassandra_is_alive_and_not_ready() throws Exception {
        int management = TestNode.free();
        Map<String, Object> without = new HashMap<>(discovery(management, "127.0.0.1:" + management));
        without.put("tandem.cassandra.contact-points", "127.0.0.1:" + TestNode.free());
        node(null, without);
        await().atMost(STARTED).ignoreExceptions().until(() -> status(management, "/alive") == 200);
        assertThat(status(management, "/ready")).isNotEqualTo(200);
    }

    private TestNode node(TestNode seed, Map<String, Object> more) throws Exception {
        TestNode node = TestNode.start(
                "http://127.0.0.1:" + simulator.port() + "/v1",
                SimulatorSettings.TEST_SECRET,
                List.of(),
                seed,
                10,
                more);
        nodes.add(node);
        return node;
    }

    private Map<String, Object> tls(Path store) throws Exception {
        Path secret = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        return Map.of(
                "tandem.node.tls.key-store", store.toString(),
                "tandem.node.tls.trust-store", store.toString(),
                "tandem.node.tls.password-file", secret.toString());
    }

    private static Map<String, Object> discovery(int port, String contacts) {
        return Map.of(
                "tandem.node.seeds",
                "",
                "tandem.node.discovery.method",
                "config",
                "tandem.node.discovery.contacts",
                contacts,
                "tandem.node.management-port",
                port,
                "tandem.node.management-interface",
                "127.0.0.1",
                // Every management port of this test is at one address; elsewhere each has an address of its own.
                "pekko.management.cluster.bootstrap.contact-point.filter-on-fallback-port",
                false);
    }

    /** A key and its certificate, trusted by whoever trusts this store. */
    private Path certificate(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        run("-genkeypair", "-keyalg", "EC", "-alias", name, "-dname", "CN=" + name, "-keystore", store.toString());
        Path trusted = folder.resolve(name + "-trusted.pem");
        run("-exportcert", "-rfc", "-alias", name, "-file", trusted.toString(), "-keystore", store.toString());
        run(
                "-importcert",
                "-noprompt",
                "-alias",
                name + "-trusted",
                "-file",
                trusted.toString(),
                "-keystore",
                store.toString());
        return store;
    }

    private static void run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    private static int status(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
