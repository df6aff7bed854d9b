package dev.tandem.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class DevCassandraIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void a_node_answers_cql_and_leaves_nothing_behind_when_closed() {
        AtomicInteger progress = new AtomicInteger();
        DevCassandra node = DevCassandra.start(folder, 0, elapsed -> progress.incrementAndGet());
        long pid = node.pid();
        int port = port(node);
        try (node) {
            assertThat(CqlOptions.answered(port)).isTrue();
            assertThat(progress).hasPositiveValue();
            assertThat(ProcessHandle.of(pid)).isPresent();
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(CqlOptions.answered(port)).isFalse();
        assertThat(node.log()).content().contains("Starting listening for CQL clients");
    }

    @Test
    void the_jdk_that_runs_us_runs_the_node_where_no_17_is_installed() {
        try (DevCassandra node = DevCassandra.start(folder, 0, elapsed -> {}, ChildJdk.running())) {
            assertThat(CqlOptions.answered(port(node))).isTrue();
        }
    }

    static int port(DevCassandra node) {
        return Integer.parseInt(node.contactPoint().substring("127.0.0.1:".length()));
    }
}
