package dev.tandem.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.launcher.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoCommandTest {
    private final StringWriter said = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nodes 0|--nodes takes a number",
                "--calls 0|--calls takes a number",
                "--calls many|--calls",
                "--parallel 1001|--parallel takes a number",
                "--speed 0|--speed takes a number",
                "--dialogues /no/such/file|there is no readable file /no/such/file",
                "--switch loud|duplicate, interrupt, late, non-ascii, reorder",
                "--limits 5|two numbers",
                "--limits 5,0|two numbers",
                "--unknown|Unknown option"
            })
    void wrong_arguments_are_refused_with_the_reason(String arguments, String reason) {
        assertThat(execute(("demo " + arguments).split(" "))).isEqualTo(2);
        assertThat(said.toString()).contains(reason).contains("Usage: tandem demo");
    }

    @Test
    void every_command_has_help() {
        for (String command : new String[] {
            "demo",
            "calls",
            "calls show",
            "calls list",
            "calls export",
            "cluster",
            "cluster status",
            "cluster kill",
            "cluster roll"
        }) {
            assertThat(execute((command + " --help").split(" "))).as(command).isZero();
            assertThat(said.toString()).contains("Usage: tandem " + command.split(" ")[0]);
        }
    }

    @Test
    void a_command_that_is_not_there_is_refused() {
        assertThat(execute("dance")).isEqualTo(2);
    }

    private int execute(String... arguments) {
        PrintWriter writer = new PrintWriter(said, true);
        CommandLine line = Main.commandLine().setOut(writer).setErr(writer);
        return line.execute(arguments);
    }
}
