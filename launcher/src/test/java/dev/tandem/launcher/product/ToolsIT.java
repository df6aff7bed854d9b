package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tools on a bad day: the model is told, and the call goes on. One at a time, because the simulator's faults hit whoever comes next. */
class ToolsIT {
    private final Product product = Product.shared();

    @AfterEach
    void repair() throws Exception {
        product.disarmAll();
    }

    @Test
    void a_tool_that_fails_is_told_to_the_model_and_the_call_goes_on() throws Exception {
        product.arm("tool_500", "*", 0, 1);
        JsonNode tool = onlyToolOfACall();
        assertThat(tool.path("outcome").asText()).isEqualTo("failed");
        assertThat(tool.path("output").asText()).contains("error");
    }

    @Test
    void a_tool_that_failed_for_the_moment_and_only_reads_is_tried_again() throws Exception {
        product.arm("tool_500", "", 0, 1);
        JsonNode tool = onlyToolOfACall();
        assertThat(tool.path("outcome").asText()).isEqualTo("succeeded");
    }

    @Test
    void a_tool_that_is_too_slow_is_given_up_and_the_call_goes_on() throws Exception {
        product.arm("tool_slow", "*", 60_000, 1);
        JsonNode tool = onlyToolOfACall();
        assertThat(tool.path("outcome").asText()).isEqualTo("timed_out");
    }

    @Test
    void a_tool_that_takes_a_moment_is_waited_for() throws Exception {
        product.arm("tool_slow", "", 700, 1);
        JsonNode tool = onlyToolOfACall();
        assertThat(tool.path("outcome").asText()).isEqualTo("succeeded");
        assertThat(tool.path("duration_ms").asLong()).isGreaterThanOrEqualTo(700);
    }

    @Test
    void a_tool_that_must_run_once_runs_once_under_a_key_of_its_own() throws Exception {
        int before = receipts().size();
        JsonNode tool = onlyToolOfACall("send_receipt");
        assertThat(tool.path("outcome").asText()).isEqualTo("succeeded");
        assertThat(receipts()).hasSize(before + 1);
        assertThat(receipts().getLast().path("idempotency_key").asText()).isNotBlank();
    }

    @Test
    void a_tool_that_must_run_once_and_failed_is_not_tried_again() throws Exception {
        int before = receipts().size();
        product.arm("tool_500", "", 0, 1);
        JsonNode tool = onlyToolOfACall("send_receipt");
        assertThat(tool.path("outcome").asText()).isIn("failed", "unknown");
        assertThat(receipts()).hasSize(before);
    }

    private List<JsonNode> receipts() throws Exception {
        return product.truth("kind=tool_effect").stream()
                .filter(effect -> effect.path("name").asText().equals("send_receipt"))
                .toList();
    }

    private JsonNode onlyToolOfACall() throws Exception {
        return onlyToolOfACall("lookup_order");
    }

    /** The tool of a call that goes on after it, right to the end. */
    private JsonNode onlyToolOfACall(String name) throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.ACME).oneTool(name));
        JsonNode tools = call.awaitRight("caller_left").path("tool_calls");
        assertThat(tools).hasSize(1);
        assertThat(call.truth("tool_output")).hasSize(1);
        assertThat(call.delivered()).hasSize(6);
        return tools.get(0);
    }
}
