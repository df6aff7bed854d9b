package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The node is killed in the middle of ten calls and started again. */
class NodeLossIT {
    private static final int CALLS = 10;
    /** The greeting, a question and its answer. */
    private static final int TURNS_BEFORE = 3;

    /** Ninety seconds: longer than any node is away. */
    private static final int EXCHANGES = 60;

    private final Product product = Product.shared();

    @Test
    void ten_calls_of_a_killed_node_are_taken_up_again_once_finished_and_summarised() throws Exception {
        List<PlacedCall> calls = interrupted();
        for (PlacedCall call : calls) {
            talkAWhileAndHangUp(call);
        }
        for (PlacedCall call : calls) {
            JsonNode shown = call.awaitEnd("finished", "caller_left");
            assertThat(call.truth("accept")).hasSize(1);
            assertThat(call.truth("accept_refused")).isEmpty();
            assertThat(call.truth("greeting")).hasSize(1);
            assertThat(call.truth("attach")).hasSize(2);
            assertThat(shown.path("attaches")).hasSize(2);
            assertThat(shown.path("gaps")).isNotEmpty();
            assertThat(Gaps.unexplained(call))
                    .as("the transcript of %s", call.id())
                    .isEmpty();
            call.awaitSummary("ready");
        }
        product.awaitAllSlotsFree();
    }

    @Test
    void ten_calls_whose_sideband_cannot_be_had_again_end_as_lost() throws Exception {
        product.arm("refuse_reattach", "*", 0, 1);
        try {
            for (PlacedCall call : interrupted()) {
                call.awaitEnd("failed", "sideband_lost");
                assertThat(call.truth("accept")).hasSize(1);
                assertThat(call.truth("greeting")).hasSize(1);
                assertThat(call.truth("attach")).hasSize(1);
                assertThat(call.truth("attach_refused")).isNotEmpty();
                assertThat(call.truth("ended").get(0).path("reason").asText()).isEqualTo("hung_up_by_us");
                assertThat(call.shown().path("gaps")).isNotEmpty();
                assertThat(Gaps.unexplained(call))
                        .as("the transcript of %s", call.id())
                        .isEmpty();
                call.awaitSummary("ready");
            }
            product.awaitAllSlotsFree();
        } finally {
            product.disarmAll();
        }
    }

    private void talkAWhileAndHangUp(PlacedCall call) throws Exception {
        await("the second sideband of " + call.id())
                .atMost(Duration.ofSeconds(30))
                .until(() -> call.truth("attach").size() == 2);
        call.awaitTurns(call.truth("turn").size() + 2);
        product.arm("hangup", call.id(), 0, 1);
    }

    /** Calls that were talking when the node was killed; it is back. */
    private List<PlacedCall> interrupted() throws Exception {
        List<PlacedCall> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            TenantFile tenant = i % 2 == 0 ? Setup.ACME : Setup.HARBOR;
            calls.add(product.place(Offer.to(tenant).slowTalk(EXCHANGES)));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            for (PlacedCall call : calls) {
                if (call.truth("turn").size() < TURNS_BEFORE) {
                    return false;
                }
            }
            return true;
        });
        product.killNode();
        for (PlacedCall call : calls) {
            assertThat(call.truth("ended"))
                    .as("the end of %s before the node's", call.id())
                    .isEmpty();
        }
        product.restartNode();
        return calls;
    }
}
