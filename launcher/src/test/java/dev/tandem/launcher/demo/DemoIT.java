package dev.tandem.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo with a real Cassandra; simulator and node are small stand-ins in processes of their own. */
class DemoIT {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    @BeforeEach
    void writeFakeScript() throws IOException {
        Path script = home.resolve("tandem");
        Files.writeString(
                script,
                "#!/bin/sh\nexec '" + JAVA + "' -cp '" + System.getProperty("java.class.path") + "' "
                        + FakeComponent.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void two_runs_in_a_row_end_right_and_stop_everything_in_order() throws Exception {
        for (int run = 1; run <= 2; run++) {
            Path report = home.resolve("report-" + run + ".json");
            Process demo = demo("--calls", "3", "--parallel", "2", "--exit", "--report", report.toString());
            List<ProcessHandle> children = childrenAt(demo, "equals the truth");
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isZero();
            assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
            assertThat(new ObjectMapper()
                            .readTree(report.toFile())
                            .at("/totals/right")
                            .asInt())
                    .isEqualTo(3);
        }
        assertThat(Files.readAllLines(home.resolve("stops"))).containsExactly("node", "simulator", "node", "simulator");
    }

    @Test
    void ctrl_c_stops_everything_in_order() throws Exception {
        Process demo = demo("--calls", "1");
        List<ProcessHandle> children = childrenAt(demo, "Running until Ctrl-C");
        Path access = DemoFolder.in(home).access();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(access)))
                .isEqualTo("rw-------");

        new ProcessBuilder("kill", "-INT", String.valueOf(demo.pid())).start().waitFor();

        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.readAllLines(home.resolve("stops"))).containsExactly("node", "simulator");
        assertThat(access).doesNotExist();
    }

    @Test
    void a_killed_demo_leaves_no_process_behind() throws Exception {
        Process demo = demo("--calls", "1");
        List<ProcessHandle> children = childrenAt(demo, "Running until Ctrl-C");
        assertThat(children).hasSize(3);

        demo.toHandle().destroyForcibly();

        await().atMost(Duration.ofSeconds(15)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void a_node_that_does_not_start_is_told_with_its_log_and_nothing_remains() throws Exception {
        Files.writeString(home.resolve("node-is-broken"), "");
        Process demo = demo("--exit");
        List<ProcessHandle> children = childrenAt(demo, "The node ended while starting");
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(1);
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(home.resolve("run/demo/node.log")).content().contains("this node is broken");
    }

    private Process demo(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-cp",
                System.getProperty("java.class.path"),
                "-Dtandem.home=" + home,
                Main.class.getName(),
                "demo"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Reads what the demo says until that line; gives every child seen on the way. */
    private static List<ProcessHandle> childrenAt(Process demo, String line) throws IOException {
        List<ProcessHandle> seen = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        BufferedReader output = demo.inputReader();
        for (String next = output.readLine(); next != null; next = output.readLine()) {
            said.append(next).append('\n');
            demo.descendants().filter(child -> !seen.contains(child)).forEach(seen::add);
            if (next.contains(line)) {
                return seen;
            }
        }
        throw new AssertionError("The demo never said '" + line + "'; it said:\n" + said);
    }
}
