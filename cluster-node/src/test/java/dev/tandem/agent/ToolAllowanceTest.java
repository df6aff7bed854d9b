package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolAllowanceTest {

    private final Tool http = Tools.of(Tool.Effect.READ);
    private final Tool transfer = new Tool.TransferCall("transfer_call", "Transfers.", Map.of());
    private final Tool end = new Tool.EndCall("end_call", "Ends.");

    @Test
    void twenty_tools_may_be_asked_for_in_a_call_and_no_more() {
        ToolAllowance nineteen = after(19);

        assertThat(nineteen.refusal(http)).isEmpty();
        assertThat(nineteen.requested().refusal(http))
                .hasValueSatisfying(text -> assertThat(text).contains("No more tools"));
        assertThat(nineteen.requested().refusal(transfer)).isPresent();
    }

    @Test
    void after_three_failures_only_the_way_to_a_person_and_out_stays_open() {
        ToolAllowance two = ToolAllowance.unused().finished(ToolOutcome.FAILED).finished(ToolOutcome.TIMED_OUT);
        ToolAllowance three = two.finished(ToolOutcome.UNKNOWN);

        assertThat(two.refusal(http)).isEmpty();
        assertThat(three.refusal(http))
                .hasValueSatisfying(text -> assertThat(text).contains("failed too often"));
        assertThat(three.refusal(transfer)).isEmpty();
    }

    @Test
    void success_and_refusal_are_no_failures() {
        ToolAllowance used =
                ToolAllowance.unused().finished(ToolOutcome.SUCCEEDED).finished(ToolOutcome.REFUSED);

        assertThat(used).isEqualTo(ToolAllowance.unused());
    }

    @Test
    void ending_the_call_is_always_allowed() {
        assertThat(after(100).finished(ToolOutcome.FAILED).refusal(end)).isEmpty();
    }

    private static ToolAllowance after(int calls) {
        return Stream.iterate(ToolAllowance.unused(), ToolAllowance::requested)
                .skip(calls)
                .findFirst()
                .orElseThrow();
    }
}
