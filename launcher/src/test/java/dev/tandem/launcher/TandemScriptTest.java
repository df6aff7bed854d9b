package dev.tandem.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TandemScriptTest {
    private static final Path SCRIPT = Path.of("..", "tandem").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void help_is_there_without_a_build() throws Exception {
        for (String[] arguments : new String[][] {{}, {"help"}, {"--help"}, {"-h"}}) {
            Said said = run(SCRIPT, arguments);
            assertThat(said.code()).isZero();
            assertThat(said.out())
                    .contains(
                            "Usage: ./tandem COMMAND",
                            "demo",
                            "cluster",
                            "node",
                            "simulator",
                            "cassandra",
                            "doctor",
                            "calls",
                            "load",
                            "bench",
                            "faults",
                            "test");
        }
        assertThat(run(SCRIPT, "node", "--help").out()).contains("OPENAI_WEBHOOK_SECRET");
        assertThat(run(SCRIPT, "doctor", "--help").out()).contains("OK, WARN or FAIL", "Exit code 1");
        assertThat(run(SCRIPT, "bench", "--help").out()).contains("admission", "micro", "scale", "--quick");
        assertThat(run(SCRIPT, "test", "--help").out()).contains("Maven");
    }

    @Test
    void an_unknown_command_prints_the_usage_and_exits_2() throws Exception {
        Said said = run(SCRIPT, "dance");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("there is no command dance").contains("Usage: ./tandem COMMAND");
    }

    @Test
    void a_missing_jdk_is_told_in_one_sentence() throws Exception {
        Path script = copy(Files.readString(SCRIPT).replace("needed=21", "needed=999"));
        Said said = run(script, "cassandra");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err())
                .startsWith("tandem: no JDK 999 or newer was found; install one")
                .hasLineCount(1);
    }

    @Test
    void a_jdk_that_is_named_and_is_none_is_told() throws Exception {
        Path script = copy(
                Files.readString(SCRIPT).replace("set -euo pipefail", "set -euo pipefail\nTANDEM_JAVA_HOME=/nowhere"));
        Said said = run(script, "cassandra");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).isEqualTo("tandem: TANDEM_JAVA_HOME=/nowhere is no JDK 21 or newer.\n");
    }

    @Test
    void a_failed_build_shows_its_log_and_starts_nothing() throws Exception {
        Path script = copy(Files.readString(SCRIPT));
        executable(folder.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] cannot compile'\nexit 1\n");
        Said said = run(script, "simulator");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err())
                .contains("Building Tandem", "[ERROR] cannot compile", "tandem: the build failed")
                .contains(folder.resolve("target/build.log").toString());
        assertThat(run(script, "simulator").err()).contains("Building Tandem");
    }

    @Test
    void what_is_built_is_built_again_only_when_a_source_is_newer() throws Exception {
        Path script = copy(Files.readString(SCRIPT));
        Path source = Files.writeString(folder.resolve("pom.xml"), "");
        executable(folder.resolve("mvnw"), """
                #!/bin/sh
                for module in protocol persistence console cluster-node simulator dev-cassandra load-tests launcher benchmarks; do
                  mkdir -p $module/target
                  touch $module/target/tandem-$module-1.jar
                done
                """);
        assertThat(run(script, "cassandra").err()).contains("Building Tandem");
        assertThat(run(script, "cassandra").err()).doesNotContain("Building Tandem");
        Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        assertThat(run(script, "cassandra").err()).contains("Building Tandem");
    }

    @Test
    void a_process_runs_from_copies_that_keep_their_times_and_share_no_file_with_the_build() throws Exception {
        Path script = copy(Files.readString(SCRIPT));
        executable(folder.resolve("mvnw"), """
                #!/bin/sh
                for module in protocol persistence console cluster-node simulator dev-cassandra load-tests launcher benchmarks; do
                  mkdir -p $module/target/lib
                  touch -d @1700000000 $module/target/lib/library-1.jar
                  touch $module/target/tandem-$module-1.jar
                done
                """);
        Path copies = folder.resolve("copies");
        run(executable(
                folder.resolve("copied"), "#!/bin/sh\nTANDEM_COPY=%s exec %s cassandra\n".formatted(copies, script)));
        Path copied = copies.resolve("lib/library-1.jar");
        assertThat(Files.getLastModifiedTime(copied).toMillis()).isEqualTo(1_700_000_000_000L);
        // A start-up archive is refused in another place in which a file of the old place is met under a second name.
        assertThat(Files.isSameFile(copied, folder.resolve("dev-cassandra/target/lib/library-1.jar")))
                .isFalse();
    }

    private Path copy(String text) throws IOException {
        return executable(folder.resolve("tandem"), text);
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Said run(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, Files.readString(err));
    }

    private record Said(int code, String out, String err) {}
}
