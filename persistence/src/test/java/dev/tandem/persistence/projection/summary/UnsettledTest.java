package dev.tandem.persistence.projection.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnsettledTest {

    @Test
    void a_calls_slice_never_changes() {
        assertThat(Unsettled.slice("rtc_u5_123")).isEqualTo(12);
        assertThat(Unsettled.slice("")).isZero();
        assertThat(Unsettled.slice("anruf_ü")).isEqualTo(9);
    }

    @Test
    void calls_spread_evenly_over_the_sixteen_slices() {
        Map<Integer, Long> calls = IntStream.range(0, 16_000)
                .mapToObj(i -> "rtc_" + Integer.toHexString(i * 7919))
                .collect(Collectors.groupingBy(Unsettled::slice, Collectors.counting()));
        assertThat(calls).hasSize(16);
        assertThat(calls.values()).allMatch(n -> n > 850 && n < 1150);
    }
}
