package dev.tandem.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.metrics.LiveEvent.CallChanged;
import dev.tandem.metrics.LiveEvent.Status;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Termination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

    private static final Instant AT = Instant.parse("2026-07-01T09:30:00Z");

    private final LiveFeed feed = new LiveFeed();

    static CallChanged call(String id, String tenant, Status status) {
        Termination end = status.over() ? Termination.CALLER_LEFT : null;
        return new CallChanged(id, tenant, status, Personal.of("+14155550123"), "+18005550100", end, "n1", AT, AT);
    }

    @Test
    void a_watcher_gets_the_calls_going_on_and_then_everything_that_happens() {
        feed.publish(call("a", "northwind", Status.RUNNING));
        feed.publish(call("b", "northwind", Status.RUNNING));
        feed.publish(call("a", "northwind", Status.FINISHED));
        List<LiveEvent> seen = new ArrayList<>();

        LiveFeed.Answer.Watching watching = (LiveFeed.Answer.Watching) feed.watch((id, event) -> seen.add(event));
        feed.publish(call("c", "contoso", Status.NEW));

        assertThat(watching.calls()).extracting(CallChanged::callId).containsExactly("b");
        assertThat(watching.id()).isEqualTo(3);
        assertThat(seen).extracting(LiveEvent::callId).containsExactly("c");
    }

    @Test
    void snapshot_and_events_fit_together_while_calls_come_and_go_on_many_threads() throws Exception {
        int threads = 4;
        int perThread = 500;
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> publishers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String prefix = "t" + t + "_";
            publishers.add(Thread.ofPlatform().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < perThread; i++) {
                    feed.publish(call(prefix + i, "northwind", Status.RUNNING));
                }
            }));
        }
        go.countDown();
        Set<String> seen = new HashSet<>();
        List<Long> ids = new ArrayList<>();
        LiveFeed.Answer.Watching watching = (LiveFeed.Answer.Watching) feed.watch((id, event) -> {
            ids.add(id);
            return seen.add(event.callId());
        });
        for (Thread publisher : publishers) {
            publisher.join();
        }

        watching.calls().forEach(call -> assertThat(seen.add(call.callId())).isTrue());
        assertThat(seen).hasSize(threads * perThread);
        for (int i = 0; i < ids.size(); i++) {
            assertThat(ids.get(i)).isEqualTo(watching.id() + 1 + i);
        }
    }

    @Test
    void a_watcher_that_takes_no_more_is_dropped_and_the_others_stay() {
        List<LiveEvent> seen = new ArrayList<>();
        feed.watch((id, event) -> false);
        feed.watch((id, event) -> seen.add(event));

        feed.publish(call("a", "northwind", Status.RUNNING));
        feed.publish(call("b", "northwind", Status.RUNNING));

        assertThat(seen).hasSize(2);
        assertThat(feed.watchers()).isEqualTo(1);
    }

    @Test
    void there_are_only_so_many_watchers() {
        for (int i = 0; i < LiveFeed.MAX_WATCHERS; i++) {
            assertThat(feed.watch((id, event) -> true)).isInstanceOf(LiveFeed.Answer.Watching.class);
        }

        assertThat(feed.watch((id, event) -> true)).isEqualTo(new LiveFeed.Answer.Full(LiveFeed.MAX_WATCHERS));
    }

    @Test
    void counts_calls_that_hold_a_slot_by_tenant() {
        feed.publish(call("a", "northwind", Status.NEW));
        feed.publish(call("b", "northwind", Status.RUNNING));
        feed.publish(call("c", "contoso", Status.STOPPING));
        feed.publish(call("d", "contoso", Status.RUNNING));
        feed.publish(call("d", "contoso", Status.FAILED));

        assertThat(feed.activeByTenant())
                .containsOnly(java.util.Map.entry("northwind", 1), java.util.Map.entry("contoso", 1));
    }

    @Test
    void a_call_that_moved_to_another_node_is_no_longer_shown_here() {
        feed.publish(call("a", "northwind", Status.RUNNING));

        feed.moved("a");

        assertThat(feed.activeByTenant()).isEmpty();
    }

    @Test
    void ends_that_nobody_publishes_do_not_fill_the_memory() {
        for (int i = 0; i < LiveFeed.MAX_CALLS + 10; i++) {
            feed.publish(call("c" + i, "northwind", Status.RUNNING));
        }

        assertThat(feed.activeByTenant()).containsEntry("northwind", LiveFeed.MAX_CALLS);
    }

    @Test
    void neither_number_nor_words_show_when_an_event_is_printed() {
        LiveEvent turn = new LiveEvent.TurnSpoken(
                "a",
                "northwind",
                "item_1",
                dev.tandem.protocol.call.Speaker.CALLER,
                null,
                Personal.of("my secret"),
                false,
                AT);

        assertThat(turn + " " + call("a", "northwind", Status.NEW)).doesNotContain("secret", "4155550123");
    }
}
