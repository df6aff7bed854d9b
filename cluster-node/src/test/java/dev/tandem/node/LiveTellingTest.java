package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.metrics.LiveEvent.CallChanged;
import dev.tandem.metrics.LiveEvent.Status;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.metrics.Metrics;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One message under way, nothing lost without a fresh beginning, and nobody ever waits. */
class LiveTellingTest {

    private static final Instant AT = Instant.parse("2026-07-01T09:30:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorTestKit kit =
            ActorTestKit.create(ConfigFactory.parseString("""
                pekko.actor.provider = local
                pekko.loglevel = WARNING
                """).withFallback(ConfigFactory.defaultReference()));

    private final LiveFeed feed = new LiveFeed();
    private final Metrics metrics = new Metrics();
    private final ActorRef<LiveTelling.Command> telling = kit.spawn(
            LiveTelling.create(feed, metrics.calls().activity(), () -> Vitals.of("n1", metrics.calls(), List.of())));
    private final TestProbe<LiveTelling.Told> follower = kit.createTestProbe(LiveTelling.Told.class);

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
        metrics.close();
    }

    private static CallChanged call(String id, Status status) {
        return new CallChanged(id, "acme", status, Personal.of("+14155550123"), "+18005550100", null, "n1", AT, AT);
    }

    private static LiveEvent turn(String call, int number) {
        return new LiveEvent.TurnSpoken(
                call, "acme", "item_" + number, Speaker.CALLER, null, Personal.of("Hello."), false, AT);
    }

    private LiveTelling.Told next() {
        return follower.receiveMessage(PATIENCE);
    }

    private void heard(LiveTelling.Told told) {
        telling.tell(new LiveTelling.Heard(follower.getRef(), told.number()));
    }

    /** The next message that says anything; those that only say that the node is there are acknowledged. */
    private LiveTelling.News news() {
        while (true) {
            LiveTelling.News news = (LiveTelling.News) next();
            if (!news.events().isEmpty()) {
                return news;
            }
            heard(news);
        }
    }

    @Test
    void a_follower_is_told_all_calls_and_then_what_happens() {
        feed.publish(call("a", Status.RUNNING));
        telling.tell(new LiveTelling.Follow(follower.getRef(), true));
        LiveTelling.Calls calls = (LiveTelling.Calls) next();
        assertThat(calls.calls()).extracting(CallChanged::callId).containsExactly("a");
        assertThat(calls.first() && calls.last()).isTrue();
        heard(calls);

        feed.publish(call("b", Status.NEW));
        feed.publish(turn("a", 1));

        List<String> told = new ArrayList<>();
        while (told.size() < 2) {
            LiveTelling.News news = news();
            news.events().forEach(event -> told.add(event.getClass().getSimpleName() + " " + event.callId()));
            heard(news);
        }
        assertThat(told).containsExactly("CallChanged b", "TurnSpoken a");
    }

    @Test
    void words_are_told_only_to_those_who_want_them() {
        telling.tell(new LiveTelling.Follow(follower.getRef(), false));
        heard(next());

        feed.publish(turn("a", 1));
        feed.publish(call("b", Status.RUNNING));

        assertThat(news().events()).extracting(LiveEvent::callId).containsExactly("b");
    }

    @Test
    void who_wants_no_words_is_not_told_twice_within_half_a_second() {
        telling.tell(new LiveTelling.Follow(follower.getRef(), false));
        long began = System.nanoTime();
        heard(next());

        feed.publish(call("a", Status.RUNNING));

        assertThat(news().events()).extracting(LiveEvent::callId).containsExactly("a");
        // The first message was on its way for a moment when we began to count.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void many_calls_come_in_several_messages_one_at_a_time() {
        for (int i = 0; i < 250; i++) {
            feed.publish(call("rtc_" + i, Status.RUNNING));
        }
        telling.tell(new LiveTelling.Follow(follower.getRef(), true));

        List<CallChanged> all = new ArrayList<>();
        LiveTelling.Calls calls;
        do {
            calls = (LiveTelling.Calls) next();
            assertThat(calls.first()).isEqualTo(all.isEmpty());
            all.addAll(calls.calls());
            heard(calls);
        } while (!calls.last());

        assertThat(all).hasSize(250);
    }

    @Test
    void whoever_cannot_follow_gets_no_more_than_one_message_and_then_a_fresh_beginning() {
        telling.tell(new LiveTelling.Follow(follower.getRef(), true));
        next();

        for (int i = 0; i < LiveFollower.BACKLOG + LiveTelling.BUFFER + 10; i++) {
            feed.publish(turn("a", i));
        }
        feed.publish(call("a", Status.RUNNING));

        LiveTelling.Calls anew = (LiveTelling.Calls) next();
        assertThat(anew.first()).isTrue();
    }

    @Test
    void several_changes_of_a_call_are_told_as_the_last_one() {
        telling.tell(new LiveTelling.Follow(follower.getRef(), true));
        LiveTelling.Told calls = next();
        feed.publish(call("a", Status.NEW));
        feed.publish(call("a", Status.RUNNING));
        feed.publish(call("a", Status.STOPPING));
        kit.createTestProbe().expectNoMessage(LiveTelling.ROUND.multipliedBy(3));
        heard(calls);

        assertThat(news().events())
                .singleElement()
                .isInstanceOfSatisfying(
                        CallChanged.class, call -> assertThat(call.status()).isEqualTo(Status.STOPPING));
    }
}
