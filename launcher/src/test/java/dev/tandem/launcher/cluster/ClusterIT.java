package dev.tandem.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.Main;
import dev.tandem.launcher.demo.FakeComponent;
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

/** A supervisor and the commands of a second terminal, with a real Cassandra; simulator and nodes are stand-ins in processes of their own. */
class ClusterIT {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    private Process supervisor;
    private Path said;
    private final List<ProcessHandle> processes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Path script = Files.writeString(
                home.resolve("tandem"),
                "#!/bin/sh\nexec '" + JAVA + "' -cp '" + System.getProperty("java.class.path") + "' "
                        + FakeComponent.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        said = home.resolve("said");
        supervisor = new ProcessBuilder(command("--nodes", "3", "--any-ports"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        processes.add(supervisor.toHandle());
        await().atMost(Duration.ofMinutes(3)).until(() -> !supervisor.isAlive() || said().contains("until Ctrl-C"));
        assertThat(supervisor.isAlive()).as(said()).isTrue();
        remember();
    }

    @AfterEach
    void leaveNothingBehind() {
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void nodes_are_killed_paused_and_replaced_from_outside_and_belong_to_the_supervisor() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("run/cluster.json"))))
                .isEqualTo("rw-------");
        assertThat(states()).containsExactly("running", "running", "running");

        long killed = pid(2);
        assertThat(run(0, "kill", "2")).contains("Node 2 (" + killed + ") was killed");
        assertThat(states()).containsExactly("running", "down", "running");
        assertThat(run(1, "kill", "2")).contains("Node 2 is down.");

        assertThat(run(0, "restart", "2")).contains("Node 2 (" + pid(2) + ") is ready after");
        assertThat(pid(2)).isNotEqualTo(killed);
        assertThat(supervisor.children()).anyMatch(child -> child.pid() == pid(2));

        run(0, "pause", "3");
        assertThat(states()).containsExactly("running", "running", "paused");
        run(0, "resume", "3");
        assertThat(states()).containsExactly("running", "running", "running");

        ProcessHandle.of(pid(1)).orElseThrow().destroyForcibly();
        await().until(() -> said().contains("Node 1 ended by itself with exit code 137"));
        List<Long> before = List.of(pid(2), pid(3));
        assertThat(run(0, "roll")).contains("All 3 nodes are new");
        assertThat(states()).containsExactly("running", "running", "running");
        assertThat(before).doesNotContain(pid(2), pid(3));

        remember();
        run(0, "pause", "3");
        assertThat(run(0, "stop")).contains("Everything has ended.");
        assertThat(supervisor.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(supervisor.exitValue()).isZero();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(home.resolve("run/cluster.json")).doesNotExist();
        assertThat(run(1, "status")).contains("No cluster runs in this folder");
    }

    @Test
    void a_killed_supervisor_leaves_no_process_behind_not_even_a_paused_one() throws Exception {
        run(0, "pause", "2");
        remember();
        assertThat(processes).hasSizeGreaterThanOrEqualTo(6);
        supervisor.destroyForcibly();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    }

    private void remember() {
        supervisor.descendants().forEach(processes::add);
    }

    private long pid(int node) {
        try {
            return Long.parseLong(
                    Files.readString(home.resolve("run/node-" + node + ".pid")).strip());
        } catch (IOException e) {
            throw new AssertionError("Node " + node + " has no process.", e);
        }
    }

    private List<String> states() throws Exception {
        JsonNode status = new ObjectMapper().readTree(run(0, "status", "--json"));
        List<String> states = new ArrayList<>();
        status.path("nodes").forEach(node -> states.add(node.path("state").asText()));
        return states;
    }

    private String run(int exitCode, String... arguments) throws Exception {
        Process process =
                new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
        processes.add(process.toHandle());
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-cp",
                System.getProperty("java.class.path"),
                "-Dtandem.home=" + home,
                Main.class.getName(),
                "cluster"));
        command.addAll(List.of(arguments));
        return command;
    }

    private String said() throws IOException {
        return Files.readString(said);
    }
}
