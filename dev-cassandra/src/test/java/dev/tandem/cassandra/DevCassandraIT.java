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
        CqlAddress address = address(node);
        try (node) {
            assertThat(CqlOptions.answered(address)).isTrue();
            assertThat(progress).hasPositiveValue();
            assertThat(ProcessHandle.of(pid)).isPresent();
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(CqlOptions.answered(address)).isFalse();
        assertThat(node.log()).content().contains("Starting listening for CQL clients");
    }

    @Test
    void the_jdk_that_runs_us_runs_the_node_where_no_17_is_installed() {
        try (DevCassandra node = DevCassandra.start(
                folder, new CqlAddress(CqlAddress.LOOPBACK, 0), CommitLog.QUICK, elapsed -> {}, ChildJdk.running())) {
            assertThat(node.answers()).isTrue();
        }
    }

    @Test
    void a_killed_node_comes_back_on_its_port_with_its_data() throws Exception {
        DevCassandra killed = DevCassandra.start(folder, 0);
        int port = address(killed).port();
        killed.kill();
        assertThat(killed.alive()).isFalse();
        assertThat(killed.answers()).isFalse();
        try (DevCassandra again = DevCassandra.start(folder, port)) {
            assertThat(again.contactPoint()).isEqualTo(killed.contactPoint());
            assertThat(again.answers()).isTrue();
            assertThat(again.log()).content().contains("Using saved tokens");
        }
    }

    @Test
    void a_node_may_listen_on_another_address_of_this_machine() {
        try (DevCassandra node = DevCassandra.start(folder, "127.0.0.2", 0, CommitLog.SYNCED, elapsed -> {})) {
            assertThat(node.contactPoint()).startsWith("127.0.0.2:");
            assertThat(CqlOptions.answered(
                            new CqlAddress(CqlAddress.LOOPBACK, address(node).port())))
                    .isFalse();
        }
    }

    static CqlAddress address(DevCassandra node) {
        String[] parts = node.contactPoint().split(":");
        return new CqlAddress(parts[0], Integer.parseInt(parts[1]));
    }
}
