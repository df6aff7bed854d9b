package dev.tandem.launcher.faults.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three namespaces; each sends datagrams to the others, which need no answer, so that a direction can be seen by itself. */
class NamespacesIT {
    private static final int PORT = 9999;

    @TempDir
    Path folder;

    private final List<Process> listeners = new ArrayList<>();
    private Namespaces network;

    @BeforeEach
    void open() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3")),
                "python3, which sends the datagrams, is not installed");
        try {
            network = Namespaces.open(3);
        } catch (Unable why) {
            abort("No network namespaces here: " + why.getMessage());
        }
    }

    @AfterEach
    void close() {
        listeners.forEach(Process::destroyForcibly);
        if (network != null) {
            network.close();
        }
    }

    @Test
    void a_cut_node_and_its_peers_hear_nothing_of_each_other_until_it_is_healed() throws Exception {
        assertThat(passes(1, 2)).isTrue();
        network.cut(1);
        assertThat(passes(1, 2)).isFalse();
        assertThat(passes(3, 1)).isFalse();
        assertThat(passes(2, 3)).isTrue();
        assertThat(servicesReach(1)).isTrue();
        network.heal();
        assertThat(passes(1, 2)).isTrue();
        assertThat(passes(3, 1)).isTrue();
    }

    @Test
    void an_isolated_node_reaches_nobody() throws Exception {
        assertThat(servicesReach(2)).isTrue();
        network.isolate(2);
        assertThat(passes(2, 3)).isFalse();
        assertThat(servicesReach(2)).isFalse();
        network.heal();
        assertThat(servicesReach(2)).isTrue();
    }

    @Test
    void a_one_way_cut_loses_what_the_node_says_and_not_what_it_hears() throws Exception {
        assertThat(passes(1, 2)).isTrue();
        assertThat(passes(2, 1)).isTrue();
        network.cutOneWay(1);
        assertThat(passes(1, 2)).isFalse();
        assertThat(passes(1, 3)).isFalse();
        assertThat(passes(2, 1)).isTrue();
        assertThat(passes(3, 1)).isTrue();
        network.heal();
        assertThat(passes(1, 2)).isTrue();
    }

    @Test
    void a_command_keeps_its_process_id_inside() throws Exception {
        Process inside = new ProcessBuilder(network.premises().within(1, List.of("/bin/sh", "-c", "echo $$")))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(inside.getInputStream().readAllBytes()).strip()).isEqualTo(String.valueOf(inside.pid()));
    }

    @Test
    void nothing_of_it_is_left_behind() throws Exception {
        Path namespace = Path.of("/run/netns", network.namespace(1));
        assertThat(namespace).exists();
        String address = network.premises().services();
        network.close();
        network = null;
        assertThat(namespace).doesNotExist();
        assertThat(NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .map(each -> each.getHostAddress()))
                .doesNotContain(address);
    }

    /** Whether a datagram from one node reaches another. */
    private boolean passes(int from, int to) throws Exception {
        Path heard = Files.createTempFile(folder, "heard", "");
        Process listener = inside(to, "python3", "-c", """
                import socket,sys
                s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.bind(('0.0.0.0',%d)); open(sys.argv[1],'w').write('up')
                s.settimeout(20); s.recvfrom(9); open(sys.argv[1],'w').write('heard')
                """.formatted(PORT), heard.toString());
        listeners.add(listener);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.readString(heard).equals("up"));
        inside(from, "python3", "-c", """
                import socket,time
                s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
                for i in range(8):
                  try: s.sendto(b'x',('%s',%d))
                  except OSError: pass
                  time.sleep(0.2)
                """.formatted(network.peersAddress(to), PORT))
                .waitFor();
        boolean arrived = Files.readString(heard).equals("heard");
        listener.destroyForcibly().waitFor();
        return arrived;
    }

    private boolean servicesReach(int node) throws Exception {
        return inside(node, "python3", "-c", """
                import socket,sys
                s=socket.socket(); s.settimeout(1.5)
                try: s.connect(('%s',9))
                except ConnectionRefusedError: sys.exit(0)
                except OSError: sys.exit(1)
                """.formatted(network.premises().services()))
                        .waitFor()
                == 0;
    }

    private Process inside(int node, String... command) throws IOException {
        return new ProcessBuilder(network.premises().within(node, List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
