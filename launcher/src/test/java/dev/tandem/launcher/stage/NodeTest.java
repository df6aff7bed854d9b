package dev.tandem.launcher.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tandem.launcher.FakeServer;
import dev.tandem.launcher.Unable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose process is a shell and whose operator port is a fake one. */
class NodeTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private FakeServer operator;
    private Node node;

    @BeforeEach
    void open() throws Exception {
        operator = new FakeServer(0).on("/ready", 200, "").on("/api/v1/concurrency", 200, "{}");
        int port = Integer.parseInt(operator.base().replaceFirst(".*:", ""));
        Ports ports = new Ports(List.of(new NodePorts(1, port, 3, 4, 5)), Optional.empty(), 6, 7);
        StagePlan plan = new StagePlan(
                folder,
                new StageFolder(folder, folder, folder.resolve("access.json")),
                ports,
                Secrets.random(),
                1,
                Optional.empty(),
                Limits.DEFAULTS);
        node = new Node(1, plan, () -> shell("exec sleep 600"), (who, code, inWords) -> told.add(who + " " + code));
    }

    @AfterEach
    void close() {
        node.close();
        operator.close();
    }

    @Test
    void a_started_node_has_a_process_id_in_its_file_until_it_ends() throws Exception {
        assertThat(node.state()).isEqualTo(Node.State.DOWN);
        assertThat(node.pid()).isEmpty();
        node.start();
        assertThat(node.state()).isEqualTo(Node.State.STARTING);
        node.awaitReady(elapsed -> {});
        assertThat(node.state()).isEqualTo(Node.State.RUNNING);
        assertThat(folder.resolve("node-1.pid")).hasContent(node.pid().getAsLong() + "\n");
        assertThatThrownBy(node::start).isInstanceOf(Unable.class).hasMessage("Node 1 runs already.");

        node.kill();
        assertThat(node.state()).isEqualTo(Node.State.DOWN);
        await().untilAsserted(() -> assertThat(folder.resolve("node-1.pid")).doesNotExist());
    }

    @Test
    void an_end_that_was_asked_for_is_no_news_and_another_is() throws Exception {
        node.start();
        node.awaitReady(elapsed -> {});
        assertThat(node.leave(Duration.ofSeconds(20))).isTrue();
        node.start();
        node.awaitReady(elapsed -> {});
        ProcessHandle.of(node.pid().getAsLong()).orElseThrow().destroyForcibly();
        await().untilAsserted(() -> assertThat(told).containsExactly("Node 1 137"));
    }

    @Test
    void a_paused_node_is_stopped_and_goes_on_when_it_is_resumed() throws Exception {
        node.start();
        node.awaitReady(elapsed -> {});
        node.pause();
        assertThat(node.state()).isEqualTo(Node.State.PAUSED);
        await().untilAsserted(() -> assertThat(processState()).startsWith("T"));
        assertThatThrownBy(node::pause).isInstanceOf(Unable.class).hasMessageContaining("paused already");
        node.resume();
        assertThat(node.state()).isEqualTo(Node.State.RUNNING);
        await().untilAsserted(() -> assertThat(processState()).startsWith("S"));
        assertThatThrownBy(node::resume).isInstanceOf(Unable.class).hasMessageContaining("is not paused");
    }

    @Test
    void a_paused_node_can_be_killed_made_to_leave_and_closed() throws Exception {
        node.start();
        node.pause();
        node.kill();
        assertThat(node.state()).isEqualTo(Node.State.DOWN);
        node.start();
        node.pause();
        assertThat(node.leave(Duration.ofSeconds(20))).isTrue();
        node.start();
        node.pause();
        node.close();
        assertThat(node.state()).isEqualTo(Node.State.DOWN);
        assertThatThrownBy(node::start).isInstanceOf(Unable.class).hasMessageContaining("being stopped");
    }

    @Test
    void a_node_that_is_down_cannot_be_killed_or_paused() {
        assertThatThrownBy(node::kill).isInstanceOf(Unable.class).hasMessage("Node 1 is down.");
        assertThatThrownBy(node::pause).isInstanceOf(Unable.class).hasMessage("Node 1 is down.");
    }

    private String processState() throws Exception {
        Process ps = new ProcessBuilder(
                        "ps", "-o", "stat=", "-p", String.valueOf(node.pid().getAsLong()))
                .start();
        return new String(ps.getInputStream().readAllBytes());
    }

    private ChildProcess shell(String line) {
        return ChildProcess.start(
                "Node 1", folder.resolve("node-1.log"), folder, List.of("/bin/sh", "-c", line), Map.of());
    }
}
