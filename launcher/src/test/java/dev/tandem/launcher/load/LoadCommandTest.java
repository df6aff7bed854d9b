package dev.tandem.launcher.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.launcher.stage.Limits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class LoadCommandTest {
    private static final String TOKEN = "secret";

    @ParameterizedTest
    @EnumSource(Simulation.class)
    void every_simulation_runs_with_nothing_said_but_its_name(Simulation simulation) {
        LoadOptions options = options("--simulation", simulation.label().toLowerCase());
        assertThat(options.simulation()).isEqualTo(simulation);
        assertThat(options.calls()).isPositive();
        assertThat(options.target()).isEmpty();
        assertThat(options.goals().successPercent()).isEqualTo(99.5);
    }

    @Test
    void what_is_said_wins() {
        LoadOptions options = options(
                "--simulation", "CallArrivals", "--calls", "2000", "--rate", "50", "--nodes", "3", "--minutes", "0.5");
        assertThat(options.calls()).isEqualTo(2_000);
        assertThat(options.rate()).isEqualTo(50);
        assertThat(options.nodes()).isEqualTo(3);
        assertThat(options.minutes()).isEqualTo(0.5);
    }

    @Test
    void what_arrives_in_forty_seconds_warms_up_within_bounds() {
        assertThat(options("--simulation", "CallArrivals", "--rate", "1").warmUp())
                .isEqualTo(100);
        assertThat(options("--simulation", "CallArrivals", "--rate", "20").warmUp())
                .isEqualTo(800);
        assertThat(options("--simulation", "CallArrivals", "--rate", "200").warmUp())
                .isEqualTo(2_000);
        assertThat(options("--simulation", "CallArrivals", "--rate", "200", "--warm-up", "7")
                        .warmUp())
                .isEqualTo(7);
    }

    @Test
    void limits_are_enough_for_all_calls_unless_they_are_meant_to_refuse() {
        assertThat(options("--simulation", "HeldCalls", "--calls", "300")
                        .admission()
                        .global())
                .isGreaterThan(300);
        assertThat(options("--simulation", "HeldCalls", "--limits", "20,10").admission())
                .isEqualTo(new Limits(20, 10));
    }

    @Test
    void a_target_is_named_whole_and_nothing_is_started_or_warmed_up_for_it() {
        LoadOptions options = options(
                "--simulation",
                "ApiReaders",
                "--target",
                "http://lb:8000/",
                "--target",
                "https://other/hook",
                "--operator",
                "http://n1:8081",
                "--simulator",
                "http://sim:9200",
                "--to",
                "+18005550150");
        assertThat(options.target())
                .hasValue(new LoadOptions.Target(
                        List.of("http://lb:8000/openai/webhook", "https://other/hook"),
                        List.of("http://n1:8081"),
                        "http://sim:9200",
                        TOKEN,
                        List.of("+18005550150")));
        assertThat(options.warmUp()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--simulation Nothing|--simulation takes one of CallArrivals, HeldCalls",
                "--simulation CallArrivals --calls 0|--calls",
                "--simulation CallArrivals --calls 5001|--calls",
                "--simulation CallArrivals --rate 0|--rate",
                "--simulation CallArrivals --minutes 61|--minutes",
                "--simulation CallArrivals --nodes 10|--nodes",
                "--simulation CallArrivals --limits 5|--limits takes two numbers",
                "--simulation CallArrivals --dialogues /nowhere|--dialogues: there is no readable file",
                "--simulation CallArrivals --target http://x|--target needs --operator and --simulator",
                "--simulation CallArrivals --target http://x --operator http://y --simulator http://z --nodes 2|--nodes",
                "--simulation NodeLossUnderLoad --nodes 1|one of two or more",
                "--calls 5|--simulation",
            })
    void wrong_arguments_are_told_by_name(String arguments, String told) {
        assertThatThrownBy(() -> options(arguments.split(" ")))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(told);
    }

    @Test
    void a_target_without_a_token_is_refused() {
        assertThatThrownBy(() -> options(
                        null,
                        List.of(
                                "--simulation",
                                "HeldCalls",
                                "--target",
                                "http://x",
                                "--operator",
                                "http://y",
                                "--simulator",
                                "http://z")))
                .hasMessageContaining("TANDEM_ADMIN_TOKEN");
    }

    private static LoadOptions options(String... arguments) {
        return options(TOKEN, List.of(arguments));
    }

    private static LoadOptions options(String token, List<String> arguments) {
        LoadCommand command = new LoadCommand();
        new CommandLine(command).parseArgs(new ArrayList<>(arguments).toArray(String[]::new));
        return command.options(token);
    }
}
