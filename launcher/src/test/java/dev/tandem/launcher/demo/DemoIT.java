package dev.tandem.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.Main;
import dev.tandem.launcher.stage.StageFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
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

    private final List<ProcessHandle> processes = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() {
        processes.forEach(ProcessHandle::destroyForcibly);
    }

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
    void two_runs_in_a_row_are_right_and_stop_everything_in_order_by_themselves_and_by_ctrl_c() throws Exception {
        Path report = home.resolve("report.json");
        Process first = demo("--calls", "3", "--parallel", "2", "--exit", "--report", report.toString());
        List<ProcessHandle> children = childrenAt(first, "equals the truth");
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isZero();
        assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
        assertThat(new ObjectMapper()
                        .readTree(report.toFile())
                        .at("/totals/right")
                        .asInt())
                .isEqualTo(3);

        Process second = demo("--calls", "1");
        children = childrenAt(second, "Running until Ctrl-C");
        Path access = StageFolder.demo(home).access();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(access)))
                .isEqualTo("rw-------");
        new ProcessBuilder("kill", "-INT", String.valueOf(second.pid())).start().waitFor();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.inputReader().lines()).contains("Stopping nodes, simulator and Cassandra ...");
        assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
        assertThat(access).doesNotExist();

        assertThat(Files.readAllLines(home.resolve("stops"))).containsExactly("node", "simulator", "node", "simulator");
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
        List<ProcessHandle> children = childrenAt(demo, "Node 1 ended while starting");
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(1);
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(home.resolve("run/demo/node-1.log")).content().contains("this node is broken");
    }

    private Process demo(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-cp",
                System.getProperty("java.class.path"),
                "-Dtandem.home=" + home,
                Main.class.getName(),
                "demo",
                "--any-ports"));
        command.addAll(List.of(options));
        return new ProcessBuilder(withCtrlC(command)).redirectErrorStream(true).start();
    }

    /** A test run in the background ignores SIGINT and so would its children; a person's terminal does not. */
    private static List<String> withCtrlC(List<String> command) throws Exception {
        List<String> hearing = new ArrayList<>(List.of("env", "--default-signal=INT"));
        boolean known = new ProcessBuilder(hearing.get(0), hearing.get(1), "true")
                        .start()
                        .waitFor()
                == 0;
        if (known) {
            hearing.addAll(command);
        }
        return known ? hearing : command;
    }

    /** Reads what the demo says until that line; gives every child seen on the way. */
    private List<ProcessHandle> childrenAt(Process demo, String line) throws IOException {
        List<ProcessHandle> seen = new ArrayList<>();
        processes.add(demo.toHandle());
        StringBuilder said = new StringBuilder();
        BufferedReader output = demo.inputReader();
        for (String next = output.readLine(); next != null; next = output.readLine()) {
            said.append(next).append('\n');
            demo.descendants().filter(child -> !seen.contains(child)).forEach(child -> {
                seen.add(child);
                processes.add(child);
            });
            if (next.contains(line)) {
                return seen;
            }
        }
        throw new AssertionError("The demo never said '" + line + "'; it said:\n" + said);
    }
}
