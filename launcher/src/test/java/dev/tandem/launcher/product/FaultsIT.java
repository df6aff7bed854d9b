package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

/** What goes wrong at the provider, on the wire and in the services beside the call, and how each call ends nevertheless. */
class FaultsIT {
    private final Product product = Product.shared();

    @AfterAll
    static void every_slot_is_free_again() {
        Product.shared().awaitAllSlotsFree();
    }

    @ConcurrentTest
    void a_sideband_closed_by_the_provider_is_opened_again() throws Exception {
        reattachedAfter("drop_clean");
    }

    @ConcurrentTest
    void a_sideband_cut_off_is_opened_again() throws Exception {
        reattachedAfter("drop_abrupt");
    }

    /** Found out by a ping that nobody answers: up to 25 s. */
    @ConcurrentTest
    void a_sideband_whose_other_side_fell_silent_is_opened_again() throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.ACME).slowTalk(20));
        call.awaitTurns(3);
        product.arm("half_open", call.id(), 0, 1);
        await().atMost(Duration.ofSeconds(40)).until(() -> call.truth("attach").size() == 2);
        call.awaitEnd("finished", "caller_left");
        assertTakenUpAgain(call);
    }

    @ConcurrentTest
    void a_sideband_that_is_not_known_yet_after_the_accept_is_tried_again() throws Exception {
        PlacedCall call = struck("attach_404", 0, 3, Offer.to(Setup.ACME).smallTalk(2));
        call.awaitRight("caller_left");
        assertThat(call.truth("attach_refused")).hasSize(3);
        assertThat(call.truth("attach")).hasSize(1);
        assertThat(call.truth("greeting")).hasSize(1);
    }

    @ConcurrentTest
    void a_sideband_that_is_refused_for_good_ends_the_call_as_lost() throws Exception {
        RingingCall ringing = product.ring(Offer.to(Setup.ACME).slowTalk(30));
        PlacedCall call = ringing.call();
        product.arm("refuse_reattach", call.id(), 0, 1);
        product.arm("drop_abrupt", call.id(), 500, 1);
        ringing.deliver();
        call.awaitEnd("failed", "sideband_lost");
        assertThat(call.shown().path("gaps")).isNotEmpty();
        assertThat(call.truth("hangup"))
                .singleElement()
                .satisfies(hangup -> assertThat(hangup.path("by").asText()).isEqualTo("us"));
    }

    @ConcurrentTest
    void an_accept_that_failed_for_the_moment_is_repeated() throws Exception {
        PlacedCall call = struck("accept_500", 0, 2, Offer.to(Setup.ACME).smallTalk(2));
        call.awaitRight("caller_left");
        assertThat(call.truth("accept_refused")).hasSize(2);
        assertThat(call.truth("accept")).hasSize(1);
    }

    @ConcurrentTest
    void an_accept_that_came_too_often_is_repeated_later() throws Exception {
        PlacedCall call = struck("accept_429", 0, 1, Offer.to(Setup.ACME).smallTalk(2));
        call.awaitRight("caller_left");
        assertThat(call.truth("accept_refused")).hasSize(1);
        assertThat(call.truth("accept")).hasSize(1);
    }

    @ConcurrentTest
    void an_accept_without_an_answer_is_repeated_once_it_is_sure_that_it_did_nothing() throws Exception {
        PlacedCall call = struck("accept_hang", 0, 1, Offer.to(Setup.ACME).smallTalk(2));
        call.awaitRight("caller_left");
        assertThat(call.truth("accept")).hasSize(1);
        assertThat(call.truth("greeting")).hasSize(1);
    }

    @ConcurrentTest
    void an_accept_that_worked_and_was_never_answered_is_not_repeated() throws Exception {
        PlacedCall call = struck("accept_lost", 0, 1, Offer.to(Setup.ACME).smallTalk(2));
        call.awaitRight("caller_left");
        assertThat(call.truth("accept")).hasSize(1);
        assertThat(call.truth("greeting")).hasSize(1);
    }

    @ConcurrentTest
    void an_accept_of_a_caller_who_is_gone_ends_the_call() throws Exception {
        PlacedCall call = struck("accept_404", 0, 1, Offer.to(Setup.ACME).smallTalk(2));
        call.awaitEnd("cancelled", "left_before_answer");
        assertThat(call.truth("accept")).isEmpty();
        assertThat(call.truth("accept_refused")).hasSize(1);
    }

    @ConcurrentTest
    void a_harmless_error_never_ends_a_call() throws Exception {
        survived("error_event", 20);
    }

    @ConcurrentTest
    void an_event_that_nobody_knows_is_passed_over() throws Exception {
        survived("unknown_event", 20);
    }

    @ConcurrentTest
    void a_frame_beyond_all_bounds_costs_the_sideband_and_not_the_call() throws Exception {
        reattachedAfter("huge_frame");
    }

    @ConcurrentTest
    void a_session_that_reached_its_age_ends_the_call() throws Exception {
        PlacedCall call = struck("session_expired", 600, 1, Offer.to(Setup.ACME).slowTalk(30));
        call.awaitEnd("failed", "session_expired");
        assertThat(call.checked().differences()).isEmpty();
        call.awaitSummary("ready");
    }

    @ConcurrentTest
    void a_caller_who_hangs_up_in_the_middle_has_left() throws Exception {
        // Late enough that something was said, also on a machine that has no time.
        PlacedCall call = struck("hangup", 3_000, 1, Offer.to(Setup.ACME).slowTalk(30));
        call.awaitRight("caller_left");
        assertThat(call.truth("hangup"))
                .singleElement()
                .satisfies(hangup -> assertThat(hangup.path("by").asText()).isEqualTo("caller"));
    }

    @ConcurrentTest
    void a_hang_up_that_failed_is_repeated() throws Exception {
        PlacedCall call = struck("hangup_500", 0, 2, Offer.to(Setup.ACME).agentHangsUp());
        call.awaitRight("agent_ended");
        assertThat(call.truth("hangup"))
                .singleElement()
                .satisfies(hangup -> assertThat(hangup.path("by").asText()).isEqualTo("us"));
    }

    @ConcurrentTest
    void a_reject_that_failed_is_repeated() throws Exception {
        PlacedCall call = struck("reject_500", 0, 2, Offer.to(Setup.UNKNOWN_NUMBER));
        call.awaitEnd("cancelled", "unknown_number");
        assertThat(call.truth("reject")).hasSize(1);
    }

    private void reattachedAfter(String fault) throws Exception {
        PlacedCall call = product.place(Offer.to(Setup.ACME).slowTalk(4));
        call.awaitTurns(3);
        product.arm(fault, call.id(), 0, 1);
        call.awaitEnd("finished", "caller_left");
        assertTakenUpAgain(call);
    }

    private static void assertTakenUpAgain(PlacedCall call) throws Exception {
        assertThat(call.truth("attach")).hasSize(2);
        assertThat(call.truth("accept")).hasSize(1);
        assertThat(call.truth("greeting")).hasSize(1);
        assertThat(call.shown().path("attaches")).hasSize(2);
        assertThat(Gaps.unexplained(call)).as("the transcript of %s", call.id()).isEmpty();
        call.awaitSummary("ready");
    }

    private void survived(String fault, int times) throws Exception {
        PlacedCall call = struck(fault, 50, times, Offer.to(Setup.ACME).smallTalk(6));
        call.awaitRight("caller_left");
        assertThat(call.truth("fault")).hasSize(times);
        assertThat(call.truth("attach")).hasSize(1);
    }

    private PlacedCall struck(String fault, int afterMs, int count, Offer offer) throws Exception {
        RingingCall ringing = product.ring(offer);
        product.arm(fault, ringing.call().id(), afterMs, count);
        return ringing.deliver();
    }
}
