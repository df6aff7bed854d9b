package dev.tandem.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.metrics.LiveEvent.CallChanged;
import dev.tandem.metrics.LiveEvent.CallGone;
import dev.tandem.metrics.LiveEvent.Status;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whichever nodes speak of a call, in whatever order: it is shown once, on the node that has it. */
class LiveViewTest {

    private static final Instant AT = Instant.parse("2026-07-01T09:30:00Z");

    private final LiveView view = new LiveView(new LiveFeed());

    static CallChanged call(String id, String node, Status status, int second) {
        return new CallChanged(
                id,
                "northwind",
                status,
                Personal.of("+14155550123"),
                "+18005550100",
                status.over() ? Termination.CALLER_LEFT : null,
                node,
                AT,
                AT.plusSeconds(second));
    }

    private CallChanged shown(String id) {
        return view.feed().call(id).orElseThrow();
    }

    @Test
    void a_moved_call_is_counted_once_whichever_node_speaks_first() {
        view.heard("a", call("moved", "a", Status.RUNNING, 0));
        view.heard("a", new CallGone("moved", "northwind", AT.plusSeconds(5)));
        assertThat(shown("moved").progress().unattendedSince()).isEqualTo(AT.plusSeconds(5));
        view.heard("b", call("moved", "b", Status.RUNNING, 6));

        view.heard("a", call("early", "a", Status.RUNNING, 0));
        view.heard("b", call("early", "b", Status.RUNNING, 6));
        view.heard("a", new CallGone("early", "northwind", AT.plusSeconds(5)));

        assertThat(view.feed().activeByTenant()).containsEntry("northwind", 2);
        assertThat(view.feed().calls()).allSatisfy(call -> {
            assertThat(call.node()).isEqualTo("b");
            assertThat(call.progress().unattendedSince()).isNull();
        });
    }

    @Test
    void a_node_that_wakes_does_not_take_back_what_another_one_has_taken_up() {
        view.heard("a", call("rtc_1", "a", Status.RUNNING, 0));
        view.silent("a", AT.plusSeconds(5));
        view.heard("b", call("rtc_1", "b", Status.RUNNING, 20));

        view.whole("a", List.of(call("rtc_1", "a", Status.RUNNING, 0)));

        assertThat(shown("rtc_1").node()).isEqualTo("b");
    }

    @Test
    void the_calls_of_a_silent_node_are_unattended_until_it_is_heard_again() {
        view.heard("a", call("rtc_1", "a", Status.RUNNING, 0));
        view.silent("a", AT.plusSeconds(5));
        view.silent("a", AT.plusSeconds(9));
        assertThat(shown("rtc_1").progress().unattendedSince()).isEqualTo(AT.plusSeconds(5));

        view.whole("a", List.of(call("rtc_1", "a", Status.RUNNING, 0)));

        assertThat(shown("rtc_1").progress().unattendedSince()).isNull();
    }

    @Test
    void what_a_whole_does_not_name_has_ended_unseen_but_not_what_waits_for_another_node() {
        view.heard("a", call("ended", "a", Status.RUNNING, 0));
        view.whole("a", List.of());
        assertThat(view.feed().call("ended")).isEmpty();

        view.heard("a", call("waits", "a", Status.RUNNING, 0));
        view.silent("a", AT);
        view.whole("a", List.of());
        assertThat(view.feed().call("waits")).isPresent();
    }

    @Test
    void a_call_that_is_over_is_not_brought_back_by_old_news() {
        view.heard("b", call("rtc_1", "b", Status.FINISHED, 30));

        view.whole("a", List.of(call("rtc_1", "a", Status.RUNNING, 0)));

        assertThat(view.feed().calls()).isEmpty();
    }

    @Test
    void what_nobody_owns_up_to_is_let_go_after_a_while() {
        view.heard("a", call("rtc_1", "a", Status.RUNNING, 0));
        view.silent("a", AT);

        view.tidy(AT.plus(LiveView.UNATTENDED).minus(Duration.ofSeconds(1)));
        assertThat(view.feed().calls()).hasSize(1);
        view.tidy(AT.plus(LiveView.UNATTENDED).plusSeconds(1));
        assertThat(view.feed().calls()).isEmpty();
    }

    @Test
    void a_call_taken_up_elsewhere_keeps_what_was_known_of_it() {
        view.heard("a", call("rtc_1", "a", Status.RUNNING, 0));
        view.heard(
                "a",
                new LiveEvent.TurnSpoken(
                        "rtc_1", "northwind", "item_1", Speaker.CALLER, null, Personal.of("Hello?"), false, AT));
        view.heard("a", new LiveEvent.TurnTimed("rtc_1", "northwind", "item_2", 640, AT));

        view.heard("b", call("rtc_1", "b", Status.RUNNING, 20));

        LiveProgress progress = shown("rtc_1").progress();
        assertThat(progress.turns()).isEqualTo(1);
        assertThat(progress.last().text().text()).isEqualTo("Hello?");
        assertThat(progress.latencyMs()).isEqualTo(640);
    }

    @Test
    void what_a_node_tells_itself_is_in_its_view_at_once() {
        LiveFeed own = new LiveFeed();
        view.follow("a", own);
        List<LiveEvent> seen = new ArrayList<>();
        view.feed().watch(LiveFeedTest.watcher((id, event) -> seen.add(event)));

        own.publish(call("rtc_1", "a", Status.RUNNING, 0));
        own.moved("rtc_1");
        own.moved("rtc_1");

        assertThat(seen).hasSize(2);
        assertThat(own.calls()).isEmpty();
        assertThat(shown("rtc_1").progress().unattendedSince()).isNotNull();
    }
}
