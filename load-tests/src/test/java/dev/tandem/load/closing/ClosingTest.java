package dev.tandem.load.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.load.calls.PlacedCall;
import dev.tandem.load.calls.PlacedCalls;
import dev.tandem.load.measure.TruthClock;
import dev.tandem.load.plan.Http;
import dev.tandem.load.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private static final Closing.Patience IMPATIENT =
            new Closing.Patience(Duration.ofMillis(10), Duration.ofMillis(300), Duration.ofMillis(100));

    private FakeDeployment deployment;

    @BeforeEach
    void start() throws Exception {
        deployment = new FakeDeployment();
    }

    @AfterEach
    void stop() {
        deployment.close();
    }

    @Test
    void a_run_whose_calls_are_all_right_is_green() throws Exception {
        deployment.ordinary("a", 100, 500);
        deployment.ordinary("b", 200, 600);
        Outcome outcome = outcome(false, "a", "b");
        assertThat(outcome.findings()).allMatch(Finding::holds);
        assertThat(outcome.green()).isTrue();
        assertThat(outcome.successPercent()).isEqualTo(100);
        assertThat(outcome.mostLive()).isEqualTo(2);
        assertThat(outcome.times())
                .containsKeys("webhook to its answer", "webhook to accept", "webhook to first words");
        assertThat(outcome.times().get("turn: sideband open to greeting").max()).isEqualTo(2);
    }

    @Test
    void a_transcript_that_differs_is_red_even_when_so_many_others_are_right() throws Exception {
        deployment.ordinary("a", 100, 500);
        deployment.ordinary("b", 200, 600);
        deployment.pages.put("b", FakeDeployment.page("b", "finished", "caller_left", "Hallo."));
        Outcome outcome = outcome(false, "a", "b");
        assertThat(broken(outcome)).contains("transcripts equal what was said");
        assertThat(examples(outcome, "transcripts equal what was said"))
                .containsExactly("b item b_a differs from byte 1");
        assertThat(outcome.successPercent()).isEqualTo(50);
    }

    @Test
    void a_limit_that_was_exceeded_is_red() throws Exception {
        deployment.ordinary("a", 100, 500);
        deployment.ordinary("b", 200, 600);
        deployment.tenantLimit = 1;
        assertThat(broken(outcome(false, "a", "b"))).containsExactly("limits never exceeded");
        deployment.tenantLimit = 2;
        deployment.limit = 1;
        Outcome outcome = outcome(false, "a", "b");
        assertThat(examples(outcome, "limits never exceeded")).containsExactly("2 calls were live where 1 may");
    }

    @Test
    void refused_calls_count_by_reason_and_against_success_unless_limits_were_meant_to_refuse() throws Exception {
        deployment.ordinary("a", 100, 500);
        deployment.refused("b", "tenant_limit");
        Outcome strict = outcome(false, "a", "b");
        assertThat(strict.refused()).isEqualTo(Map.of("tenant_limit", 1));
        assertThat(broken(strict)).containsExactly("success at least 99.5 %");
        assertThat(outcome(true, "a", "b").green()).isTrue();
    }

    @Test
    void a_call_refused_for_another_reason_than_a_limit_is_never_right() throws Exception {
        deployment.ordinary("a", 100, 500);
        deployment.refused("b", "admission_unavailable");
        assertThat(broken(outcome(true, "a", "b"))).containsExactly("success at least 99.5 %");
    }

    @Test
    void a_call_accepted_twice_is_red() throws Exception {
        deployment.ordinary("a", 100, 500);
        deployment.truth.add(
                "{\"t_ms\":150,\"call_id\":\"a\",\"kind\":\"accept_refused\",\"reason\":\"call_already_accepted\"}");
        assertThat(broken(outcome(false, "a"))).contains("accepted and greeted exactly once");
    }

    @Test
    void a_slot_that_is_still_held_and_a_truth_that_forgot_are_red() throws Exception {
        deployment.ordinary("a", 100, 500);
        deployment.slotsInUse = 1;
        deployment.dropped = 3;
        assertThat(broken(outcome(false, "a")))
                .containsExactly("the simulator remembers the whole run", "no slot is left behind");
    }

    @Test
    void calls_that_were_never_placed_and_webhooks_that_nobody_answered_are_red() throws Exception {
        deployment.ordinary("a", 100, 500);
        Plan plan = deployment.plan(2, false);
        PlacedCalls calls = new PlacedCalls();
        calls.posting("a");
        assertThat(broken(outcome(plan, calls)))
                .containsExactly("all calls of the plan were placed", "webhooks answered within 1000 ms at p99");
    }

    @Test
    void calls_that_go_on_are_waited_for_until_none_has_ended_for_long() throws Exception {
        deployment.ordinary("a", 100, 500);
        deployment.states.put("b", "live");
        deployment.states.put("stranger", "ringing");
        Closing closing = new Closing(deployment.plan(2, false), IMPATIENT);
        closing.awaitEnds(placed("a", "b"));
        assertThat(broken(outcome(false, "a", "b"))).contains("success at least 99.5 %");
        deployment.states.put("b", "ended");
        long since = System.nanoTime();
        closing.awaitEnds(placed("a", "b"));
        assertThat(System.nanoTime() - since).isLessThan(IMPATIENT.silent().toNanos());
    }

    private Outcome outcome(boolean refusalsExpected, String... ids) throws Exception {
        PlacedCalls calls = new PlacedCalls();
        for (String id : ids) {
            calls.posting(id);
            calls.answered(id);
        }
        return outcome(deployment.plan(ids.length, refusalsExpected), calls);
    }

    private static Outcome outcome(Plan plan, PlacedCalls calls) throws Exception {
        TruthClock clock = TruthClock.of(new Http(plan.simulator(), ""));
        return new Closing(plan, IMPATIENT).verify(new Observed(1, calls.all(), clock, Map.of(), Map.of(), List.of()));
    }

    private static List<PlacedCall> placed(String... ids) {
        PlacedCalls calls = new PlacedCalls();
        for (String id : ids) {
            calls.posting(id);
        }
        return List.copyOf(calls.all());
    }

    private static List<String> broken(Outcome outcome) {
        return outcome.findings().stream()
                .filter(finding -> !finding.holds())
                .map(Finding::claim)
                .toList();
    }

    private static List<String> examples(Outcome outcome, String claim) {
        return outcome.findings().stream()
                .filter(finding -> finding.claim().equals(claim))
                .findFirst()
                .orElseThrow()
                .examples();
    }
}
