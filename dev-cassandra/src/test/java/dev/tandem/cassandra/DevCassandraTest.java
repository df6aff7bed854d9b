package dev.tandem.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevCassandraTest {
    @TempDir
    Path folder;

    @Test
    void a_port_that_is_taken_is_named_before_anything_starts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> DevCassandra.start(folder, taken.getLocalPort()))
                    .isInstanceOf(CassandraNotStarted.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is taken");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> DevCassandra.start(file.resolve("below"), 0))
                .isInstanceOf(CassandraNotStarted.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void a_child_that_ends_while_starting_is_reported_with_its_log_and_its_errors() throws Exception {
        ChildJdk broken = jdk("echo '10:00 ERROR no room left'; echo '10:01 INFO shut down'; exit 3");
        assertThatThrownBy(() -> DevCassandra.start(
                        folder.resolve("node"),
                        new CqlAddress(CqlAddress.LOOPBACK, 0),
                        CommitLog.QUICK,
                        elapsed -> {},
                        broken))
                .isInstanceOf(CassandraNotStarted.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining(folder.resolve("node/cassandra.log").toString())
                .hasMessageContaining("no room left")
                .hasMessageNotContaining("shut down");
    }

    private ChildJdk jdk(String script) throws Exception {
        Path java =
                Files.createDirectories(folder.resolve("jdk").resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return new ChildJdk(folder.resolve("jdk"), 17);
    }
}
