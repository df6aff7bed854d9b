package dev.tandem.launcher.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.launcher.Unable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalancerTest {
    private static final Ports PORTS = new Ports(
            List.of(new NodePorts(8080, 8081, 1, 2, 3), new NodePorts(8090, 8091, 4, 5, 6)),
            Optional.of(new Ports.BalancerPorts(8000, 8001)),
            7,
            8);

    @TempDir
    Path folder;

    @Test
    void a_machine_without_haproxy_is_told_how_to_install_it() {
        assertThatThrownBy(() -> Balancer.program(folder.toString()))
                .isInstanceOf(Unable.class)
                .hasMessageContaining("apt-get install haproxy");
    }

    @Test
    void haproxy_is_found_in_any_folder_of_the_search_path() throws Exception {
        Path program = Files.writeString(folder.resolve("haproxy"), "");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Balancer.program("/nowhere:" + folder)).isEqualTo(program);
    }

    @Test
    void every_node_serves_both_ports_and_is_asked_for_its_readiness_on_its_operator_port() throws Exception {
        String filled = Balancer.filledIn(Files.readString(Path.of("..", "haproxy", "haproxy.cfg")), PORTS);
        assertThat(filled)
                .doesNotContainPattern("@[A-Z_]+@")
                .contains("bind :8000", "bind 127.0.0.1:8001")
                .contains("""
                            server node-1 127.0.0.1:8080 port 8081
                            server node-2 127.0.0.1:8090 port 8091
                        """)
                .contains("""
                            server node-1 127.0.0.1:8081 port 8081
                            server node-2 127.0.0.1:8091 port 8091
                        """);
    }
}
