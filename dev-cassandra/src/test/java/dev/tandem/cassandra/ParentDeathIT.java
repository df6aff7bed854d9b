package dev.tandem.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class ParentDeathIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void a_node_ends_when_its_parent_is_killed() throws Exception {
        Process parent = parent();
        try (BufferedReader output = parent.inputReader()) {
            awaitLine(output, "ready");
            List<ProcessHandle> children = parent.toHandle().descendants().toList();
            assertThat(children).hasSize(1).allMatch(ProcessHandle::isAlive);

            parent.toHandle().destroyForcibly();

            await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void a_node_ends_when_its_parent_is_killed_before_it_is_ready() throws Exception {
        Process parent = parent();
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> parent.toHandle().descendants().findAny().isPresent());
            List<ProcessHandle> children = parent.toHandle().descendants().toList();

            parent.toHandle().destroyForcibly();

            await().atMost(Duration.ofSeconds(20)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void a_node_is_stopped_in_order_when_its_parent_is_asked_to_end() throws Exception {
        Process parent = parent();
        try (BufferedReader output = parent.inputReader()) {
            awaitLine(output, "ready");
            List<ProcessHandle> children = parent.toHandle().descendants().toList();

            parent.toHandle().destroy();
            parent.waitFor();

            assertThat(children).hasSize(1).noneMatch(ProcessHandle::isAlive);
            assertThat(folder.resolve("cassandra.log")).content().contains("Stop listening for CQL clients");
        } finally {
            parent.destroyForcibly();
        }
    }

    private Process parent() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of("target", "classes").toAbsolutePath().toString(),
                        Main.class.getName(),
                        "--port",
                        "0",
                        "--folder",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static void awaitLine(BufferedReader output, String word) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(word)) {
                return;
            }
        }
        throw new AssertionError("The parent ended; it said:\n" + seen);
    }
}
