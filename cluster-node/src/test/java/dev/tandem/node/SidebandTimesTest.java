package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long nothing could be heard, and how long it took to hear again. */
class SidebandTimesTest {

    private static final Instant START = Instant.parse("2026-07-01T09:00:00Z");

    private final SidebandTimes times = new SidebandTimes();

    @Test
    void a_socket_that_was_cut_is_missed_from_then_on() {
        times.saw(key(1_000));
        times.saw(lost(5_000, SidebandLoss.CUT));

        assertThat(times.isAwaited()).isTrue();
        assertThat(times.gap(attached(5_400))).contains(Duration.ofMillis(400));
        assertThat(times.reattach(attached(5_400))).contains(Duration.ofMillis(400));
    }

    @Test
    void a_socket_that_fell_silent_was_deaf_since_its_last_sign() {
        times.saw(key(1_000));
        times.saw(lost(25_000, SidebandLoss.SILENT));

        assertThat(times.gap(attached(25_300))).contains(Duration.ofMillis(24_300));
        assertThat(times.reattach(attached(25_300))).contains(Duration.ofMillis(300));
    }

    @Test
    void of_a_lost_node_nothing_was_heard_since_its_last_fact_and_the_search_begins_with_the_take_up() {
        times.tookUp(START.plusMillis(1_000), START.plusMillis(16_000));
        times.saw(lost(17_000, SidebandLoss.NODE_LOST));

        assertThat(times.gap(attached(17_000))).contains(Duration.ofMillis(16_000));
        assertThat(times.reattach(attached(17_000))).contains(Duration.ofMillis(1_000));
    }

    @Test
    void a_session_that_lived_on_through_a_restart_of_its_entity_misses_nothing() {
        times.tookUp(START, START.plusMillis(2_000));
        times.saw(key(2_500));

        assertThat(times.isAwaited()).isFalse();
        times.saw(lost(9_000, SidebandLoss.HANDED_OVER));
        assertThat(times.gap(attached(9_100))).contains(Duration.ofMillis(100));
    }

    @Test
    void a_gap_that_the_call_writes_when_it_gives_up_is_no_sign_of_life() {
        times.saw(lost(5_000, SidebandLoss.CUT));
        times.saw(new CallEvent.TranscriptGap(START.plusMillis(125_000), "item_1", null, 120_000));

        assertThat(times.isAwaited()).isTrue();
    }

    @Test
    void the_first_sideband_ends_no_gap() {
        assertThat(times.gap(attached(100))).isEmpty();
        assertThat(times.reattach(attached(100))).isEmpty();
    }

    private static CallEvent.Observed key(long ms) {
        return new CallEvent.ToolAnswered(START.plusMillis(ms), "call_" + ms);
    }

    private static CallEvent.Observed lost(long ms, SidebandLoss cause) {
        return new CallEvent.SidebandLost(START.plusMillis(ms), 1, cause);
    }

    private static CallEvent.SidebandAttached attached(long ms) {
        return new CallEvent.SidebandAttached(START.plusMillis(ms), 2, "node-2");
    }
}
