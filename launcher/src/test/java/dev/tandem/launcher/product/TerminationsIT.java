package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

/** Every way in which a call ends of itself, each seen from both sides. */
class TerminationsIT {
    private final Product product = Product.shared();

    @AfterAll
    static void every_slot_is_free_again() {
        Product.shared().awaitAllSlotsFree();
    }

    @ConcurrentTest
    void a_caller_who_hangs_up_has_left() throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.ACME).scenario("order_lookup"));
        call.awaitRight("caller_left");
        assertThat(endInTruth(call)).isEqualTo("script_over");
        assertThat(call.truth("hangup"))
                .singleElement()
                .satisfies(hangup -> assertThat(hangup.path("by").asText()).isEqualTo("caller"));
    }

    @ConcurrentTest
    void an_agent_that_uses_end_call_has_ended_it() throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.ACME).agentHangsUp());
        call.awaitRight("agent_ended");
        assertThat(endInTruth(call)).isEqualTo("hung_up_by_us");
    }

    @ConcurrentTest
    void an_agent_that_uses_transfer_call_hands_the_caller_over() throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.ACME).scenario("transfer"));
        call.awaitRight("transferred");
        assertThat(endInTruth(call)).isEqualTo("transferred");
        assertThat(call.truth("refer"))
                .singleElement()
                .satisfies(refer -> assertThat(refer.path("target").asText()).isEqualTo("tel:+18005550199"));
    }

    @ConcurrentTest
    void a_caller_who_is_gone_before_the_accept_left_before_the_answer() throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.ACME).scenario("leaves_before_answer"));
        call.awaitEnd("cancelled", "left_before_answer");
        assertThat(call.truth("accept")).isEmpty();
        assertThat(endInTruth(call)).isEqualTo("left_before_answer");
    }

    @ConcurrentTest
    void a_number_of_nobody_is_rejected_with_its_sip_status() throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.UNKNOWN_NUMBER));
        call.awaitEnd("cancelled", "unknown_number");
        assertThat(call.truth("accept")).isEmpty();
        assertThat(call.truth("reject"))
                .singleElement()
                .satisfies(reject ->
                        assertThat(reject.path("sip_status").asInt()).isEqualTo(Product.UNKNOWN_NUMBER_SIP_STATUS));
    }

    @ConcurrentTest
    void a_caller_who_stays_silent_is_hung_up_on() throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.IMPATIENT).scenario("silent_caller"));
        call.awaitRight("silence");
        assertThat(endInTruth(call)).isEqualTo("hung_up_by_us");
    }

    @ConcurrentTest
    void a_call_that_lasts_as_long_as_calls_may_is_ended() throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.BRIEF).smallTalk(100));
        JsonNode ended = call.awaitRight("max_duration");
        assertThat(endInTruth(call)).isEqualTo("hung_up_by_us");
        assertThat(ended.path("duration_ms").asLong()).isBetween(10_000L, 14_000L);
    }

    @ConcurrentTest
    void an_operator_can_hang_up() throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.HARBOR).smallTalk(200));
        call.awaitTurns(4);
        JsonNode answer =
                product.api().post("/api/v1/calls/" + call.id() + "/hangup", JsonNodeFactory.instance.objectNode());
        assertThat(answer.path("status").asText()).isEqualTo("stopping");
        call.awaitRight("operator_hangup");
        assertThat(endInTruth(call)).isEqualTo("hung_up_by_us");
    }

    private static String endInTruth(PlacedCall call) throws Exception {
        await().atMost(Duration.ofSeconds(10)).until(() -> !call.truth("ended").isEmpty());
        return call.truth("ended").get(0).path("reason").asText();
    }
}
