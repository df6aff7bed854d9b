package dev.tandem.launcher.stage;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.stream.IntStream;

/** The processes of one run: Cassandra, the simulator, the nodes and what balances them, started in this order and stopped in the opposite one. */
public final class Stage implements AutoCloseable {
    /**
     * For processes that share one machine and live for minutes, unmeasured or busy beside what is measured: the optimising compiler takes longer than that to be done, and all that
     * time it takes processors from the others.
     */
    public static final String QUICK_JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final String COPY = "TANDEM_COPY";
    private static final Duration POLL = Duration.ofMillis(250);

    private final StagePlan plan;
    private final List<Node> nodes;
    private final Storage storage;
    private final List<HeldPorts> held = new ArrayList<>();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CompletableFuture<Unable> broken;
    private boolean closed;

    private Stage(StagePlan plan, CompletableFuture<Unable> broken, Node.Ended listener) {
        this.plan = plan;
        this.broken = broken;
        this.storage = new Storage(plan, broken);
        this.nodes = IntStream.rangeClosed(1, plan.ports().nodes().size())
                .mapToObj(number -> new Node(number, plan, () -> node(number), listener))
                .toList();
    }

    /** A stage that is broken when a node ends. */
    public static Stage whole(StagePlan plan) {
        CompletableFuture<Unable> broken = new CompletableFuture<>();
        return new Stage(plan, broken, (node, code, inWords) -> broken.complete(inWords));
    }

    /** A stage that outlives its nodes; {@code listener} hears of their ends. */
    public static Stage outlivingNodes(StagePlan plan, Node.Ended listener) {
        return new Stage(plan, new CompletableFuture<>(), listener);
    }

    /** The repository, whose script started us. */
    public static Path home() {
        String home = System.getProperty("tandem.home");
        if (home == null) {
            throw new Unable("start it by the script ./tandem, which knows where everything lies");
        }
        return Path.of(home).toAbsolutePath();
    }

    /** Completes when a process ends that nobody stopped and that nothing goes on without; cancelled when we stop them. */
    public CompletableFuture<Unable> broken() {
        return broken;
    }

    /** Whether it has not been told to close. */
    public synchronized boolean open() {
        return !closed;
    }

    /** Its nodes, the first one first. */
    public List<Node> nodes() {
        return nodes;
    }

    /** Its Cassandra. */
    public Storage storage() {
        return storage;
    }

    /** The simulator's control port. */
    public HttpJson simulator() {
        return new HttpJson("http://" + plan.simulator(), "");
    }

    /** Starts everything; returns when all is ready. */
    public void start(Progress progress) throws InterruptedException {
        nodes.forEach(node -> held.add(HeldPorts.of(node.ports())));
        held.forEach(this::opened);
        startCassandra(progress);
        startSimulator(progress);
        writeTenants();
        startNodes(progress);
        if (plan.ports().balancer().isPresent()) {
            startBalancer(plan.ports().balancer().get(), progress);
        }
    }

    private void startCassandra(Progress progress) {
        long since = System.nanoTime();
        opened(storage);
        storage.start(elapsed -> progress.waiting("Cassandra", elapsed));
        progress.ready("Cassandra", since(since), storage.contactPoint());
    }

    private void startSimulator(Progress progress) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                tandem(),
                "simulator",
                "--host",
                plan.premises().services(),
                "--port",
                String.valueOf(plan.ports().simulator()),
                "--key",
                plan.secrets().apiKey(),
                "--webhook-secret",
                plan.secrets().webhookSecret(),
                "--speed",
                String.valueOf(plan.speed()),
                "--truth",
                plan.folder().truth().toString(),
                "--end-with-parent"));
        plan.ports().webhookUrls().forEach(url -> command.addAll(List.of("--webhook-url", url)));
        plan.dialogues()
                .ifPresent(file -> command.addAll(
                        List.of("--dialogues", file.toAbsolutePath().toString())));
        ChildProcess simulator = ours(
                "The simulator",
                plan.folder().log("simulator"),
                command,
                Map.of(
                        "TANDEM_JVM_OPTIONS",
                        "-Xmx384m " + QUICK_JVM,
                        COPY,
                        plan.folder().copy("simulator")));
        vital(simulator);
        awaitReady("simulator", simulator, simulator(), "/simulator/ready", progress);
    }

    private void writeTenants() throws InterruptedException {
        try {
            List<JsonNode> tools = SampleTenant.tools(simulator().get("/simulator/tools"));
            String service = simulator().base() + "/tools/";
            for (Map.Entry<SampleTenant, Integer> tenant : plan.tenants().entrySet()) {
                Files.writeString(
                        plan.folder().config().resolve(tenant.getKey().id() + ".yaml"),
                        tenant.getKey().yaml(tenant.getValue(), tools, service));
            }
        } catch (IOException e) {
            throw new Unable("The tenants' files could not be written: " + e.getMessage(), e);
        }
    }

    /** The first one makes the tables and the cluster; the others come together. */
    private void startNodes(Progress progress) throws InterruptedException {
        // One after the other: nodes that leave at one moment wait for each other in vain.
        nodes.forEach(this::opened);
        start(nodes.getFirst());
        ready(nodes.getFirst(), progress);
        List<Node> others = nodes.subList(1, nodes.size());
        others.forEach(this::start);
        for (Node node : others) {
            ready(node, progress);
        }
    }

    private void start(Node node) {
        held.get(node.number() - 1).close();
        node.start();
    }

    private static void ready(Node node, Progress progress) throws InterruptedException {
        String name = "node " + node.number();
        Duration after = node.awaitReady(elapsed -> progress.waiting(name, elapsed));
        progress.ready(name, after, node.ports().operatorUrl());
    }

    private void startBalancer(Ports.BalancerPorts ports, Progress progress) throws InterruptedException {
        ChildProcess balancer = Balancer.start(plan);
        vital(balancer);
        HttpJson operator = new HttpJson("http://127.0.0.1:" + ports.operator(), "");
        awaitReady("load balancer", balancer, operator, "/ready", progress);
    }

    /** From a copy of what is built now: a node that is started again is of the newest build, and no build disturbs one that runs. */
    private ChildProcess node(int number) {
        Map<String, String> environment = new HashMap<>(NodeEnvironment.of(plan, number));
        environment.put(COPY, plan.folder().copy("node-" + number));
        return ours(
                "Node " + number,
                plan.folder().nodeLog(number),
                plan.premises().within(number, List.of(tandem(), "node")),
                environment);
    }

    private ChildProcess ours(String name, Path log, List<String> command, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        // The script that started us has built everything, and with this JDK.
        variables.put("TANDEM_BUILT", "true");
        variables.put("TANDEM_JAVA_HOME", System.getProperty("java.home"));
        return ChildProcess.start(name, log, plan.home(), command, variables);
    }

    private void vital(ChildProcess child) {
        opened(child);
        child.ended().thenAccept(code -> broken.complete(child.failure("ended by itself with exit code " + code)));
    }

    private static void awaitReady(String name, ChildProcess child, HttpJson http, String path, Progress progress)
            throws InterruptedException {
        long since = System.nanoTime();
        while (http.status(path) != 200) {
            Duration elapsed = since(since);
            if (elapsed.compareTo(READY_WITHIN) > 0) {
                throw child.failure("was not ready within " + READY_WITHIN.toSeconds() + " s");
            }
            progress.waiting(name, elapsed);
            if (child.endedWithin(POLL)) {
                throw child.failure("ended while starting");
            }
        }
        progress.ready(name, since(since), http.base());
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private String tandem() {
        return plan.home().resolve("tandem").toString();
    }

    private synchronized void opened(AutoCloseable component) {
        started.push(component);
        if (closed) {
            closeAll();
        }
    }

    /** Stops what was started, the latest first: the nodes can still write while they drain. */
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
