package dev.tandem.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MovedCallsTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final CompletionStage<Done> DONE = CompletableFuture.completedStage(Done.getInstance());

    private final Queue<String> refreshed = new ConcurrentLinkedQueue<>();
    private final Queue<Duration> lags = new ConcurrentLinkedQueue<>();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private MovedCalls moved(Function<String, CompletionStage<Done>> refresh) {
        return new MovedCalls(
                KIT.system(),
                callId -> {
                    refreshed.add(callId);
                    return refresh.apply(callId);
                },
                new Lags());
    }

    private void awaitRefreshed(int times) {
        await().untilAsserted(() -> assertThat(refreshed).hasSizeGreaterThanOrEqualTo(times));
    }

    @Test
    void a_call_that_moves_four_times_in_a_moment_is_brought_up_to_date_once_after_the_last() {
        AtomicInteger moves = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        MovedCalls moved = moved(callId -> {
            seen.set(moves.get());
            return DONE;
        });
        IntStream.range(0, 4).forEach(i -> {
            moves.incrementAndGet();
            moved.moved("rtc_1");
        });
        awaitRefreshed(1);
        assertThat(seen).hasValue(4);
        await().untilAsserted(() -> assertThat(lags)
                .singleElement()
                .satisfies(lag -> assertThat(lag).isGreaterThan(Duration.ofMillis(400))));
        moved.moved("rtc_2");
        awaitRefreshed(2);
        assertThat(refreshed).containsExactly("rtc_1", "rtc_2");
    }

    @Test
    void a_move_while_a_call_is_brought_up_to_date_is_not_lost() {
        CompletableFuture<Done> first = new CompletableFuture<>();
        MovedCalls moved = moved(callId -> refreshed.size() == 1 ? first : DONE);
        moved.moved("rtc_1");
        awaitRefreshed(1);
        moved.moved("rtc_1");
        awaitRefreshed(2);
        first.complete(Done.getInstance());
        await().untilAsserted(() -> assertThat(lags).hasSize(2));
    }

    @Test
    void what_fails_is_tried_again_whether_it_says_so_or_throws() {
        MovedCalls moved = moved(callId -> switch (refreshed.size()) {
            case 1 -> CompletableFuture.failedStage(new TimeoutException("the storage"));
            case 2 -> throw new IllegalStateException("a defect");
            default -> DONE;
        });
        moved.moved("rtc_1");
        awaitRefreshed(3);
        await().untilAsserted(() -> assertThat(lags)
                .singleElement()
                .satisfies(lag ->
                        assertThat(lag).as("counted from the move itself").isGreaterThan(Duration.ofSeconds(4))));
    }

    @Test
    void one_that_hangs_holds_up_no_other_and_more_than_fit_are_dropped() {
        MovedCalls moved = moved(callId -> callId.equals("rtc_hangs") ? new CompletableFuture<>() : DONE);
        moved.moved("rtc_hangs");
        awaitRefreshed(1);
        List<String> calls = IntStream.range(0, MovedCalls.MOST_WAITING + 10)
                .mapToObj(i -> "rtc_" + i)
                .toList();
        calls.forEach(moved::moved);
        await().untilAsserted(() -> assertThat(lags).hasSizeGreaterThanOrEqualTo(MovedCalls.MOST_WAITING));
        moved.moved("rtc_last");
        await().untilAsserted(() -> assertThat(refreshed).contains("rtc_last"));
        assertThat(refreshed).hasSizeLessThanOrEqualTo(calls.size() + 2);
    }

    private final class Lags implements ProjectionMeter {
        @Override
        public void projected(Duration lag) {
            lags.add(lag);
        }

        @Override
        public void quarantined(String projection) {}

        @Override
        public void summarized(String state) {}

        @Override
        public void summaryTryFailed() {}
    }
}
