package dev.tandem.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.cassandra.CassandraNotStarted;
import dev.tandem.cassandra.DevCassandra;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The processes of one demo: Cassandra, the simulator and one node, started in this order and stopped in the opposite one. */
final class Stage implements AutoCloseable {
    private static final Duration SIMULATOR_READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration NODE_READY_WITHIN = Duration.ofSeconds(180);
    private static final Duration POLL = Duration.ofMillis(250);

    private final DemoOptions options;
    private final Path home;
    private final DemoFolder folder;
    private final Ports ports;
    private final Secrets secrets;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CompletableFuture<Unable> broken = new CompletableFuture<>();
    private boolean closed;

    Stage(DemoOptions options, Path home, DemoFolder folder, Ports ports, Secrets secrets) {
        this.options = options;
        this.home = home;
        this.folder = folder;
        this.ports = ports;
        this.secrets = secrets;
    }

    /** Completes when a process ends that nobody stopped; cancelled when we stop them. */
    CompletableFuture<Unable> broken() {
        return broken;
    }

    synchronized boolean open() {
        return !closed;
    }

    HttpJson simulator() {
        return new HttpJson("http://127.0.0.1:" + ports.simulator(), "");
    }

    HttpJson node() {
        return new HttpJson("http://127.0.0.1:" + ports.operator(), secrets.adminToken());
    }

    void start(Progress progress) throws InterruptedException {
        startCassandra(progress);
        startSimulator(progress);
        writeTenants();
        startNode(progress);
    }

    private void startCassandra(Progress progress) {
        long since = System.nanoTime();
        try {
            DevCassandra cassandra = DevCassandra.start(
                    folder.cassandra(), ports.cassandra(), elapsed -> progress.waiting("Cassandra", elapsed));
            opened(cassandra);
            cassandra
                    .ended()
                    .thenRun(() -> broken.complete(new Unable("Cassandra ended by itself; see " + cassandra.log())));
            progress.ready("Cassandra", since(since), cassandra.contactPoint());
        } catch (CassandraNotStarted e) {
            throw new Unable(e.getMessage(), e);
        }
    }

    private void startSimulator(Progress progress) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                tandem(),
                "simulator",
                "--port",
                String.valueOf(ports.simulator()),
                "--key",
                secrets.apiKey(),
                "--webhook-secret",
                secrets.webhookSecret(),
                "--webhook-url",
                "http://127.0.0.1:" + ports.http() + "/openai/webhook",
                "--speed",
                String.valueOf(options.speed()),
                "--truth",
                folder.truth().toString(),
                "--end-with-parent"));
        options.dialogues()
                .ifPresent(file -> command.addAll(
                        List.of("--dialogues", file.toAbsolutePath().toString())));
        ChildProcess simulator = child("simulator", command, Map.of("TANDEM_JVM_OPTIONS", "-Xmx384m"));
        awaitReady("simulator", simulator, simulator(), List.of("/simulator/ready"), SIMULATOR_READY_WITHIN, progress);
    }

    private void writeTenants() throws InterruptedException {
        try {
            List<JsonNode> tools = DemoTenant.tools(simulator().get("/simulator/tools"));
            String service = simulator().base() + "/tools/";
            for (DemoTenant tenant : DemoTenant.ALL) {
                Files.writeString(
                        folder.config().resolve(tenant.id() + ".yaml"),
                        tenant.yaml(options.admission().perTenant(), tools, service));
            }
        } catch (IOException e) {
            throw new Unable("The tenants' files could not be written: " + e.getMessage(), e);
        }
    }

    private void startNode(Progress progress) throws InterruptedException {
        Map<String, String> environment = new NodeEnvironment(ports, secrets, folder, options.admission()).variables();
        ChildProcess node = child("node", List.of(tandem(), "node"), environment);
        // The token tells our node from one that somebody else runs on the same port.
        awaitReady("node", node, node(), List.of("/ready", "/api/v1/concurrency"), NODE_READY_WITHIN, progress);
    }

    private ChildProcess child(String name, List<String> command, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        // The script that started us has built everything, and with this JDK.
        variables.put("TANDEM_BUILT", "true");
        variables.put("TANDEM_JAVA_HOME", System.getProperty("java.home"));
        ChildProcess child = ChildProcess.start(name, folder.log(name), home, command, variables);
        opened(child);
        child.ended().thenAccept(code -> broken.complete(child.failure("ended by itself with exit code " + code)));
        return child;
    }

    private void awaitReady(
            String name, ChildProcess child, HttpJson http, List<String> paths, Duration within, Progress progress)
            throws InterruptedException {
        long since = System.nanoTime();
        while (!allAnswer(http, paths)) {
            Duration elapsed = since(since);
            if (elapsed.compareTo(within) > 0) {
                throw child.failure("was not ready within " + within.toSeconds() + " s");
            }
            progress.waiting(name, elapsed);
            if (child.endedWithin(POLL)) {
                throw child.failure("ended while starting");
            }
        }
        progress.ready(name, since(since), http.base());
    }

    private static boolean allAnswer(HttpJson http, List<String> paths) throws InterruptedException {
        for (String path : paths) {
            if (http.status(path) != 200) {
                return false;
            }
        }
        return true;
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private String tandem() {
        return home.resolve("tandem").toString();
    }

    private synchronized void opened(AutoCloseable component) {
        started.push(component);
        if (closed) {
            closeAll();
        }
    }

    /** Stops what was started, the latest first: the node can still write while it drains. */
    @Override
    public synchronized void close() {
        closed = true;
        broken.cancel(false);
        closeAll();
    }

    private void closeAll() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
