package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.protocol.tenant.TurnDetection;
import dev.tandem.simulator.Simulator;
import dev.tandem.simulator.SimulatorSettings;
import dev.tandem.simulator.control.CallOffer;
import dev.tandem.simulator.truth.TruthLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two whole nodes in one JVM with a real Cassandra: what a join and a planned leave do to calls that are going on. */
class TwoNodesIT {

    private static final Duration STARTED = Duration.ofSeconds(90);
    private static final Duration ENDED = Duration.ofSeconds(60);

    /** A planned leave takes some hundredths of this; a slow machine takes its time. */
    private static final Duration WITHOUT_CONTROL = Duration.ofSeconds(5);

    private static final String NUMBER = "+18005550100";

    private Simulator simulator;
    private final List<TestNode> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorSettings.defaults().withSpeed(3));
        node(null);
        deliverTo(nodes);
    }

    @AfterEach
    void stop() throws Exception {
        for (TestNode node : nodes.reversed()) {
            node.close();
        }
        simulator.close();
    }

    @Test
    void a_node_that_joins_stops_no_call_and_takes_its_share_of_the_next() throws Exception {
        List<String> before = calls(10);
        await().atMost(ENDED).until(() -> before.stream().allMatch(this::hasBegun));
        TestNode second = node(nodes.getFirst());
        deliverTo(nodes);
        await().atMost(ENDED).until(() -> before.stream().allMatch(this::isOver));
        for (String callId : before) {
            assertWhole(callId, 1);
        }
        List<String> after = calls(20);
        await("either node shows the same calls, each once")
                .atMost(ENDED)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        activeSeenBy(nodes.getFirst()) > 1 && activeSeenBy(nodes.getFirst()) == activeSeenBy(second));
        assertThat(nodes.getFirst().json("/api/v1/nodes").path("nodes")).hasSize(2);
        await().atMost(ENDED).until(() -> after.stream().allMatch(this::isOver));
        Set<String> holders = new TreeSet<>();
        for (String callId : after) {
            assertWhole(callId, 1);
            holders.add(nodes.getFirst()
                    .call(callId)
                    .path("attaches")
                    .path(0)
                    .path("node")
                    .asText());
        }
        assertThat(holders).contains(second.name(), nodes.getFirst().name());
        assertNothingIsHeld(nodes.getFirst());
    }

    @Test
    void a_node_that_leaves_hands_its_calls_over_and_none_is_lost() throws Exception {
        TestNode second = node(nodes.getFirst());
        deliverTo(List.of(second));
        // Shards move to the second node within a few rounds of balancing; only then are there calls to hand over.
        List<String> calls = new ArrayList<>();
        await().atMost(ENDED).until(() -> {
            calls.addAll(calls(4));
            await().atMost(ENDED).until(() -> calls.stream().allMatch(this::hasBegun));
            return calls.stream().filter(callId -> !isOver(callId)).anyMatch(callId -> isHeldBy(callId, second));
        });
        List<String> moved = calls.stream()
                .filter(callId -> !isOver(callId) && isHeldBy(callId, second))
                .toList();
        nodes.remove(second);
        long leaving = System.nanoTime();
        second.leave();
        Duration left = Duration.ofNanos(System.nanoTime() - leaving);
        deliverTo(nodes);
        await().atMost(ENDED).until(() -> calls.stream().allMatch(this::isOver));
        for (String callId : calls) {
            JsonNode call = nodes.getFirst().call(callId);
            assertThat(call.path("status").asText()).as(call.toString()).isEqualTo("finished");
            assertThat(simulator.truth().linesOf(callId, "accept")).hasSize(1);
            assertThat(simulator.truth().linesOf(callId, "greeting")).hasSizeLessThanOrEqualTo(1);
        }
        List<Long> without =
                moved.stream().flatMap(this::withoutControl).sorted().toList();
        System.out.printf(
                "%d calls moved; the node left in %d ms; without a sideband for %s ms%n",
                moved.size(), left.toMillis(), without);
        assertThat(without).isNotEmpty().allMatch(ms -> ms < WITHOUT_CONTROL.toMillis());
        assertNothingIsHeld(nodes.getFirst());
    }

    private TestNode node(TestNode seed) throws Exception {
        TestNode node = TestNode.start(
                "http://127.0.0.1:" + simulator.port() + "/v1",
                SimulatorSettings.TEST_SECRET,
                List.of(tenant()),
                seed,
                100);
        nodes.add(node);
        await().atMost(STARTED).until(node::isReady);
        return node;
    }

    private static int activeSeenBy(TestNode node) throws IOException {
        return node.json("/api/v1/metrics/live").path("active_calls").asInt();
    }

    /** From each end of a sideband to the next one of the same call. */
    private Stream<Long> withoutControl(String callId) {
        List<Long> gaps = new ArrayList<>();
        Long ended = null;
        for (TruthLine line : simulator.truth().linesOf(callId)) {
            if (line.kind().equals("detach")) {
                ended = line.tMs();
            } else if (line.kind().equals("attach") && ended != null) {
                gaps.add(line.tMs() - ended);
                ended = null;
            }
        }
        return gaps.stream();
    }

    private void deliverTo(List<TestNode> receivers) {
        simulator.sendWebhooksTo(receivers.stream().map(TestNode::webhook).toList());
    }

    private List<String> calls(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(simulator
                    .offer(CallOffer.to(NUMBER)
                            .playing(
                                    simulator.scripts().scenario("order_lookup").orElseThrow()))
                    .callId());
        }
        return ids;
    }

    private boolean hasBegun(String callId) {
        return !simulator.truth().linesOf(callId, "attach").isEmpty();
    }

    private boolean isHeldBy(String callId, TestNode node) {
        try {
            return nodes.getFirst()
                    .call(callId)
                    .path("attaches")
                    .path(0)
                    .path("node")
                    .asText()
                    .equals(node.name());
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean isOver(String callId) {
        try {
            String status = nodes.getFirst().call(callId).path("status").asText();
            return Set.of("finished", "failed", "cancelled").contains(status);
        } catch (IOException notYet) {
            return false;
        }
    }

    private void assertWhole(String callId, int attaches) throws IOException {
        JsonNode call = nodes.getFirst().call(callId);
        List<String> truth = simulator.truth().linesOf(callId, "turn").stream()
                .filter(line -> line.flag("delivered"))
                .map(line -> line.text("text"))
                .toList();
        List<String> told = new ArrayList<>();
        call.path("transcript").forEach(line -> told.add(line.path("text").asText()));
        assertThat(call.path("status").asText()).as(call.toString()).isEqualTo("finished");
        assertThat(told).isEqualTo(truth).isNotEmpty();
        assertThat(call.path("attaches")).as(call.toString()).hasSize(attaches);
        assertThat(call.path("gaps")).isEmpty();
    }

    private static void assertNothingIsHeld(TestNode node) {
        await().atMost(ENDED)
                .until(() -> node.json("/api/v1/concurrency")
                                .path("global")
                                .path("in_use")
                                .asInt()
                        == 0);
    }

    private static Tenant tenant() {
        Agent agent = new Agent(
                "receptionist",
                "gpt-realtime",
                "marin",
                "You answer for Acme Store.",
                "Hello, this is Acme Store.",
                "en",
                new TurnDetection.ServerVad(true, null),
                "gpt-4o-mini-transcribe",
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                List.of());
        return new Tenant("acme", "Acme Store", List.of(NUMBER), 100, 0, "000000000000", agent);
    }
}
