package dev.tandem.load.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TruthTest {
    @Test
    void the_most_calls_at_one_moment_are_those_between_accept_and_end() {
        Truth truth = Truth.parse(Stream.of(
                        TruthLines.ordinary("a", 100, 500),
                        TruthLines.ordinary("b", 200, 400),
                        TruthLines.ordinary("c", 400, 900),
                        TruthLines.ordinary("d", 1_000, 1_100),
                        TruthLines.of("e").line(250, "reject").line(251, "ended", "reason", "rejected"))
                .flatMap(call -> call.lines().stream()));
        assertThat(truth.mostLive(id -> true)).isEqualTo(2);
        assertThat(truth.mostLive(List.of("a", "b", "c")::contains)).isEqualTo(2);
        assertThat(truth.mostLive("d"::equals)).isEqualTo(1);
        assertThat(truth.mostLive("e"::equals)).isZero();
    }

    @Test
    void a_call_that_never_ended_is_live_for_ever() {
        Truth truth = Truth.parse(Stream.concat(
                TruthLines.of("open").line(10, "accept").lines().stream(),
                TruthLines.ordinary("late", 5_000, 6_000).lines().stream()));
        assertThat(truth.mostLive(id -> true)).isEqualTo(2);
    }

    @Test
    void a_tool_waits_from_its_call_to_its_output() {
        CallTruth truth = TruthLines.of("a")
                .toolCall(100, "t1", "lookup_order")
                .toolCall(100, "t2", "check_stock")
                .toolCall(150, "t3", "end_call")
                .line(130, "tool_output", "tool_call_id", "t1")
                .truth();
        assertThat(truth.toolWaits()).containsExactly(30.0);
        assertThat(truth.toolCallsUnanswered()).isEqualTo(1);
    }

    @Test
    void a_sideband_is_away_from_its_loss_to_the_next_one() {
        CallTruth truth = TruthLines.of("a")
                .line(10, "attach")
                .line(500, "detach")
                .line(4_500, "attach")
                .line(9_000, "detach")
                .truth();
        assertThat(truth.sidebandGaps()).containsExactly(4_000.0);
    }
}
