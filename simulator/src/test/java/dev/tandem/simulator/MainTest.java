package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @Test
    void it_says_where_it_listens_and_ends_with_its_parent(@TempDir Path folder) throws Exception {
        Process process = start(
                "--port",
                "0",
                "--end-with-parent",
                "--truth",
                folder.resolve("t.jsonl").toString());
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).matches("simulator ready on http://127\\.0\\.0\\.1:[0-9]+");
            process.getOutputStream().close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(Files.exists(folder.resolve("t.jsonl"))).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_missing_file_is_named_and_the_exit_code_is_not_0() throws Exception {
        Process process = start("--port", "0", "--dialogues", "/does/not/exist.jsonl");
        String errors = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors).contains("/does/not/exist.jsonl").doesNotContain("\tat ");
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
