package dev.tandem.launcher.faults.arena;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.cassandra.CommitLog;
import dev.tandem.cassandra.DevCassandra;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.faults.check.Evidence;
import dev.tandem.launcher.faults.check.Journal;
import dev.tandem.launcher.faults.check.JournalReader;
import dev.tandem.launcher.faults.check.Marks;
import dev.tandem.launcher.faults.check.RememberedIds;
import dev.tandem.launcher.faults.disk.SmallDisk;
import dev.tandem.launcher.faults.network.Network;
import dev.tandem.launcher.faults.truth.History;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Tail;
import dev.tandem.launcher.stage.Limits;
import dev.tandem.launcher.stage.Node;
import dev.tandem.launcher.stage.NodeVariables;
import dev.tandem.launcher.stage.Ports;
import dev.tandem.launcher.stage.Premises;
import dev.tandem.launcher.stage.Progress;
import dev.tandem.launcher.stage.Secrets;
import dev.tandem.launcher.stage.Stage;
import dev.tandem.launcher.stage.StageFolder;
import dev.tandem.launcher.stage.StagePlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The cluster under test with all that it needs, and what a scenario may do to it. Whatever it does is marked in the history. */
public final class Arena implements AutoCloseable {
    /** So that calls outlive the faults and the suite its reader. */
    public static final double SPEED = 4;

    /** A node that leaves hands its calls to others; this is far more than it takes. */
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(60);

    private static final Duration AWAKE_WITHIN = Duration.ofSeconds(60);
    private static final Duration ASKED_FOR = Duration.ofSeconds(2);
    private static final int REHEARSAL = 20;
    private static final Duration REHEARSED_WITHIN = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(250);

    private final StagePlan plan;
    private final Stage stage;
    private final Provider provider;
    private final PrintStream out;
    private final Map<Integer, Map<String, String>> extra = new ConcurrentHashMap<>();
    private final List<String> unexpected = Collections.synchronizedList(new ArrayList<>());
    private final Set<Node> mayEnd = ConcurrentHashMap.newKeySet();
    private final Optional<SmallDisk> disk;
    private final Optional<Network> network;
    private House house;
    private Tail tail;
    private long beginWallMs;
    private long clockOffsetMs;
    private Optional<Pulse> pulse = Optional.empty();

    private Arena(Path home, int nodes, House house, StageAlterations alterations, PrintStream out) {
        this.house = house;
        this.out = out;
        NodeVariables variables = number -> {
            Map<String, String> all = new HashMap<>();
            all.put("MAX_CONCURRENT_CALLS", String.valueOf(this.house.globalLimit()));
            all.putAll(extra.getOrDefault(number, Map.of()));
            return all;
        };
        StageFolder folder = StageFolder.faults(home).empty();
        this.disk = alterations.smallDisk()
                ? Optional.of(SmallDisk.mount(folder.cassandra().resolve("data")))
                : Optional.empty();
        this.network = alterations.cuttable() ? Optional.of(Network.between(nodes, out::println)) : Optional.empty();
        Premises premises = network.map(Network::premises).orElse(Premises.LOOPBACK);
        this.plan = new StagePlan(
                home,
                folder,
                Ports.anyFree(nodes, false).in(premises),
                Secrets.random(),
                SPEED,
                Optional.empty(),
                new Limits(house.globalLimit(), Cast.SMALL_LIMIT),
                Cast.all(),
                variables,
                premises,
                CommitLog.SYNCED);
        this.stage = Stage.outlivingNodes(plan, this::ended);
        this.provider = new Provider(stage.simulator(), plan.folder().truth());
    }

    /** Starts everything; returns when all is ready. */
    public static Arena open(Path home, int nodes, House house, StageAlterations alterations, PrintStream out)
            throws InterruptedException {
        Arena arena = new Arena(home, nodes, house, alterations, out);
        try {
            arena.stage.start(new Progress(out, false));
            arena.rehearse();
        } catch (Unable | InterruptedException e) {
            arena.close();
            throw e;
        }
        return arena;
    }

    /** Processes that have just started are slow at everything; no caller need wait for that. */
    private void rehearse() throws InterruptedException {
        tail = provider.tail();
        for (int i = 0; i < REHEARSAL; i++) {
            provider.place(Offer.to(Cast.LARGE.get(i % Cast.LARGE.size())).toolTalk(1));
            Thread.sleep(POLL);
        }
        within(
                REHEARSED_WITHIN,
                () -> tail.history().of(Kind.ENDED).size() >= REHEARSAL
                        && tail.history().of(Kind.TEXT_REQUEST).size() >= REHEARSAL);
    }

    /** From here on counts what {@link #history} and {@link #comeToRest} give. */
    public void begin(String scenario) throws InterruptedException {
        tail = provider.tail();
        unexpected.clear();
        mayEnd.clear();
        beginWallMs = System.currentTimeMillis();
        clockOffsetMs = beginWallMs - provider.mark("begin " + scenario);
        pulse = Optional.of(Pulse.of(this));
    }

    /** Stops watching; for a play that is broken off too. */
    public void end() throws InterruptedException {
        if (pulse.isPresent()) {
            pulse.get().close();
            pulse = Optional.empty();
        }
    }

    /** All events of whatever was written to since the play began. */
    public Journal journal() {
        return JournalReader.read(stage.storage().contactPoint(), DevCassandra.DATACENTER, beginWallMs);
    }

    /** The calls that sharding remembers. */
    public Set<String> rememberedIds() {
        return RememberedIds.read(stage.storage().contactPoint(), DevCassandra.DATACENTER);
    }

    /** The wall's clock at millisecond 0 of the history. */
    long clockOffsetMs() {
        return clockOffsetMs;
    }

    /** The simulator. */
    public Provider provider() {
        return provider;
    }

    /** The processes; what is done to them directly is not marked. */
    public Stage stage() {
        return stage;
    }

    /** What was planned: ports, folders, secrets. */
    public StagePlan plan() {
        return plan;
    }

    /** All nodes, running or not. */
    public List<Node> nodes() {
        return stage.nodes();
    }

    /** By its number, from 1. */
    public Node node(int number) {
        return nodes().get(number - 1);
    }

    /** What runs and is not asleep. */
    public List<Node> running() {
        return nodes().stream()
                .filter(node -> node.state() == Node.State.RUNNING)
                .toList();
    }

    /** Nodes that ended without being asked to, in words. */
    public List<String> unexpectedEnds() {
        return List.copyOf(unexpected);
    }

    /** From now on until the play ends, its own end is what is hoped for. */
    public void mayEnd(Node node) {
        mayEnd.add(node);
    }

    private void ended(Node node, int exitCode, Unable inWords) {
        if (!mayEnd.contains(node)) {
            unexpected.add(inWords.getMessage());
        }
        try {
            provider.mark(Marks.away(node.ports().webhookUrl()));
            provider.mark(Marks.crash(node + Marks.BY_ITSELF));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Unable simulatorGone) {
            // Then there is nothing left to judge.
        }
    }

    /** The network between the nodes; only a stage with that alteration has one that can be cut. */
    public Network network() {
        return network.orElseThrow(() -> new Unable("This stage's network cannot be cut."));
    }

    /** Cassandra's disk; only a stage with that alteration has one that can be filled. */
    public SmallDisk disk() {
        return disk.orElseThrow(() -> new Unable("This stage's disk cannot be filled."));
    }

    /** Further variables of a node, from its next start on; an empty map takes them away. */
    public void variables(int node, Map<String, String> variables) {
        extra.put(node, Map.copyOf(variables));
    }

    /** The node that decides about slots, by its own word; waits until one says so. */
    public Node singleton() throws InterruptedException {
        await(
                "one node to decide about slots",
                Duration.ofSeconds(60),
                () -> decider().isPresent());
        return decider().orElseThrow();
    }

    private Optional<Node> decider() throws InterruptedException {
        for (Node node : running()) {
            try {
                if (node.operator().text("/metrics").contains("voice_admission_limit{")) {
                    return Optional.of(node);
                }
            } catch (IOException silent) {
                // Then it is not the one, or not now.
            }
        }
        return Optional.empty();
    }

    /** What this play's calls and faults have written so far. */
    public History history() {
        return tail.history();
    }

    /** SIGKILL. */
    public long kill(Node node) throws InterruptedException {
        provider.mark(Marks.away(node.ports().webhookUrl()));
        long at = provider.mark(Marks.crash(node.toString()));
        node.kill();
        return at;
    }

    /** SIGSTOP. */
    public long pause(Node node) throws InterruptedException {
        mayEnd(node);
        long at = provider.mark(Marks.away(node.ports().webhookUrl()));
        node.pause();
        return at;
    }

    /** SIGCONT. It may find that it was given up; until {@link #awaitAwake} it is taken to be leaving. */
    public long resume(Node node) throws InterruptedException {
        String url = node.ports().webhookUrl();
        node.resume();
        long at = provider.mark(Marks.back(url));
        provider.mark(Marks.leaving(url));
        return at;
    }

    /** Waits until one that was woken is ready, or has ended itself and been started anew. */
    public void awaitAwake(Node node) throws InterruptedException {
        HttpJson operator = node.operator().within(ASKED_FOR);
        await(
                node + " to be ready or to end itself",
                AWAKE_WITHIN,
                () -> node.state() == Node.State.DOWN || operator.status("/ready") == 200);
        startAll();
        provider.mark(Marks.back(node.ports().webhookUrl()));
    }

    /** Starts a node that is down; returns once it is ready, with the time that took. */
    public Duration start(Node node) throws InterruptedException {
        node.start();
        Duration after = node.awaitReady(elapsed -> {});
        provider.mark(Marks.back(node.ports().webhookUrl()));
        return after;
    }

    /** Starts every node that is down, all at once; returns when all are ready. */
    public void startAll() throws InterruptedException {
        List<Node> down =
                nodes().stream().filter(node -> node.state() == Node.State.DOWN).toList();
        down.forEach(Node::start);
        for (Node node : down) {
            node.awaitReady(elapsed -> {});
            provider.mark(Marks.back(node.ports().webhookUrl()));
        }
    }

    /** SIGTERM; returns when it is gone, whether it went by itself. It still answers until then. */
    public boolean leave(Node node) throws InterruptedException {
        provider.mark(Marks.leaving(node.ports().webhookUrl()));
        boolean left = node.leave(LEAVE_WITHIN);
        provider.mark(Marks.away(node.ports().webhookUrl()));
        return left;
    }

    /** Sees to it that every node runs, and under these limits; a change of house replaces them all. */
    public void ready(House wanted) throws InterruptedException {
        if (wanted != house) {
            out.println("  New nodes with a limit of " + wanted.globalLimit() + " calls ...");
            for (Node node : nodes()) {
                if (node.state() != Node.State.DOWN) {
                    leave(node);
                }
            }
            house = wanted;
            startAll();
            rehearse();
        }
        for (Node node : nodes()) {
            if (node.state() == Node.State.PAUSED) {
                resume(node);
                awaitAwake(node);
            }
        }
        startAll();
    }

    /** The limits that are in force. */
    public House house() {
        return house;
    }

    /** What the API says of a call; empty while no running node knows it. */
    public Optional<JsonNode> call(String callId) throws InterruptedException {
        for (Node node : running()) {
            try {
                return Optional.of(node.operator().get("/api/v1/calls/" + callId));
            } catch (IOException notHere) {
                // Another node may know more.
            }
        }
        return Optional.empty();
    }

    /** Ends what is still going on, waits until nothing moves any more, and gathers what the play is judged by. */
    public Evidence comeToRest() throws InterruptedException {
        provider.disarmAll();
        ready(house);
        Evidence evidence = new Rest(this).evidence();
        end();
        return evidence;
    }

    /** Waits until it is so; fails with what it waited for. */
    public static void await(String what, Duration atMost, Condition condition) throws InterruptedException {
        if (!within(atMost, condition)) {
            throw new Unable("Waited " + atMost.toSeconds() + " s in vain for " + what + ".");
        }
    }

    /** Waits until it is so; whether it came. */
    public static boolean within(Duration atMost, Condition condition) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    @Override
    public void close() {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stage.close();
        network.ifPresent(Network::close);
        disk.ifPresent(SmallDisk::close);
    }
}
