package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the model makes of a call after it, also when the model has a bad day. */
class SummariesIT {
    private static final int TRIES = 3;

    private final Product product = Product.shared();

    @AfterEach
    void repair() throws Exception {
        product.disarmAll();
    }

    @Test
    void a_call_is_summarised_with_its_analysis_and_its_cost() throws Exception {
        JsonNode call = product.place(Offer.to(Setup.ACME).oneTool()).awaitRight("caller_left");
        JsonNode summary = call.path("summary");
        for (String field : new String[] {"summary", "intent", "outcome", "sentiment"}) {
            assertThat(summary.path(field).asText()).as(field).isNotBlank();
        }
        assertThat(summary.path("follow_ups").isArray()).isTrue();
        assertThat(summary.path("sentiment").asText()).isIn("positive", "neutral", "negative", "mixed");
        assertThat(call.path("cost").path("total").decimalValue()).isPositive();
        assertThat(call.path("usage").path("audio_out").asLong()).isPositive();
    }

    @Test
    void a_summary_that_failed_for_the_moment_is_tried_again() throws Exception {
        product.arm("responses_500", "", 0, TRIES - 1);
        JsonNode call = product.place(Offer.to(Setup.ACME).smallTalk(1)).awaitRight("caller_left");
        assertThat(call.at("/summary/tries").asInt()).isEqualTo(TRIES);
    }

    @Test
    void a_summary_that_cannot_be_had_shows_as_failed_on_the_call() throws Exception {
        product.arm("responses_500", "*", 0, 1);
        PlacedCall call = product.place(Offer.to(Setup.ACME).smallTalk(1));
        call.awaitEnd("finished", "caller_left");
        JsonNode summary = call.awaitSummary("failed");
        assertThat(summary.path("tries").asInt()).isEqualTo(TRIES);
        assertThat(summary.path("error").asText()).isNotBlank();
        assertThat(call.checked().differences()).isEmpty();
    }

    @Test
    void an_answer_that_is_no_json_counts_as_a_failure() throws Exception {
        product.arm("responses_invalid_json", "", 0, 1);
        JsonNode call = product.place(Offer.to(Setup.ACME).smallTalk(1)).awaitRight("caller_left");
        assertThat(call.at("/summary/tries").asInt()).isEqualTo(2);
    }
}
