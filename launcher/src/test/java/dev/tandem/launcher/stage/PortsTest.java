package dev.tandem.launcher.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    /** A node that is down gets its ports again only if no connection of anybody took one meanwhile. */
    @Test
    void any_free_ports_are_none_that_a_system_gives_to_connections_and_each_is_another_one() throws Exception {
        List<Integer> ports = all(Ports.anyFree(5, true));
        assertThat(ports)
                .doesNotHaveDuplicates()
                .allSatisfy(port -> assertThat(port).isBetween(12_000, 32_000));
        for (int port : ports) {
            try (ServerSocket free = new ServerSocket(port)) {
                assertThat(free.getLocalPort()).isEqualTo(port);
            }
        }
    }

    private static List<Integer> all(Ports ports) {
        List<Integer> all = new ArrayList<>(List.of(ports.simulator(), ports.cassandra()));
        ports.balancer().ifPresent(one -> all.addAll(List.of(one.http(), one.operator())));
        for (NodePorts node : ports.nodes()) {
            all.addAll(List.of(node.http(), node.operator(), node.media(), node.management(), node.remoting()));
        }
        return all;
    }
}
