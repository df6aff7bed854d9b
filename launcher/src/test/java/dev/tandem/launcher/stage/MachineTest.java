package dev.tandem.launcher.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    Path folder;

    @Test
    void too_little_memory_is_told_with_both_numbers() throws IOException {
        assertThatThrownBy(() -> Machine.requireMemory(memory(1024 * 1024), 1))
                .isInstanceOf(Unable.class)
                .hasMessageContaining("2000 MB")
                .hasMessageContaining("1024 MB");
        assertThatThrownBy(() -> Machine.requireMemory(memory(3000 * 1024), 3))
                .isInstanceOf(Unable.class)
                .hasMessageContaining("3400 MB")
                .hasMessageContaining("fewer nodes");
    }

    @Test
    void enough_memory_or_a_system_that_does_not_tell_passes() {
        assertThatCode(() -> Machine.requireMemory(memory(4 * 1024 * 1024), 3)).doesNotThrowAnyException();
        assertThatCode(() -> Machine.requireMemory(folder.resolve("absent"), 3)).doesNotThrowAnyException();
    }

    @Test
    void a_taken_port_is_replaced_by_a_free_one_and_named() throws IOException {
        Ports documented = Ports.choose(2, true, notice -> {});
        List<String> notices = new ArrayList<>();
        try (ServerSocket taken = new ServerSocket(documented.nodes().getFirst().operator())) {
            Ports chosen = Ports.choose(2, true, notices::add);
            assertThat(chosen.nodes().getFirst().operator()).isNotEqualTo(taken.getLocalPort());
            assertThat(notices)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("operator of node 1, now "
                            + chosen.nodes().getFirst().operator());
            assertThat(all(chosen)).hasSize(2 * 5 + 2 + 2).doesNotHaveDuplicates();
        }
    }

    @Test
    void any_free_ports_are_different_ones() {
        assertThat(all(Ports.anyFree(3, true))).hasSize(3 * 5 + 2 + 2).doesNotHaveDuplicates();
    }

    @Test
    void held_ports_are_free_to_nobody_else_and_refuse_connections_until_they_are_let_go() throws IOException {
        NodePorts ports = Ports.anyFree(1, false).nodes().getFirst();
        try (HeldPorts held = HeldPorts.of(ports)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> new ServerSocket(ports.remoting())).isInstanceOf(BindException.class);
            assertThatThrownBy(() -> new Socket("127.0.0.1", ports.remoting())).isInstanceOf(ConnectException.class);
        }
        try (ServerSocket free = new ServerSocket(ports.remoting())) {
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void webhooks_go_to_every_node_or_to_the_balancer_before_them_and_the_seeds_are_all_nodes() {
        List<NodePorts> nodes = List.of(new NodePorts(1, 2, 3, 4, 5), new NodePorts(11, 12, 13, 14, 15));
        Ports alone = new Ports(nodes, Optional.empty(), 20, 21);
        assertThat(alone.webhookUrls())
                .containsExactly("http://127.0.0.1:1/openai/webhook", "http://127.0.0.1:11/openai/webhook");
        assertThat(alone.seeds()).isEqualTo("127.0.0.1:5,127.0.0.1:15");
        Ports balanced = new Ports(nodes, Optional.of(new Ports.BalancerPorts(30, 31)), 20, 21);
        assertThat(balanced.webhookUrls()).containsExactly("http://127.0.0.1:30/openai/webhook");
    }

    private static List<Integer> all(Ports ports) {
        List<Integer> all = new ArrayList<>(List.of(ports.simulator(), ports.cassandra()));
        ports.nodes()
                .forEach(node -> all.addAll(
                        List.of(node.http(), node.operator(), node.media(), node.management(), node.remoting())));
        ports.balancer().ifPresent(own -> all.addAll(List.of(own.http(), own.operator())));
        return all;
    }

    private Path memory(long availableKb) throws IOException {
        return Files.writeString(
                folder.resolve("meminfo"), "MemTotal:  9999999 kB\nMemAvailable:    " + availableKb + " kB\n");
    }
}
