package dev.tandem.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.CallEvent;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallTagsTest {

    @Test
    void a_calls_slice_never_changes() {
        assertThat(CallTags.slice("rtc_u5_123")).isEqualTo(12);
        assertThat(CallTags.slice("")).isZero();
        assertThat(CallTags.slice("anruf_ü")).isEqualTo(9);
    }

    @Test
    void calls_spread_evenly_over_the_sixteen_slices() {
        Map<Integer, Long> calls = IntStream.range(0, 16_000)
                .mapToObj(i -> "rtc_" + Integer.toHexString(i * 7919))
                .collect(Collectors.groupingBy(CallTags::slice, Collectors.counting()));
        assertThat(calls).hasSize(16);
        assertThat(calls.values()).allMatch(n -> n > 850 && n < 1150);
    }

    @Test
    void only_lifecycle_events_are_tagged() {
        Map<Boolean, Long> tagged = SampleEvents.ALL.stream()
                .collect(Collectors.groupingBy(e -> !CallTags.of("rtc_1", e).isEmpty(), Collectors.counting()));
        assertThat(tagged.get(true)).isEqualTo(4);
        assertThat(CallTags.of("rtc_1", new CallEvent.CallAccepted(Instant.EPOCH)))
                .containsExactly("call-" + CallTags.slice("rtc_1"));
        assertThat(CallTags.of("rtc_1", new CallEvent.AcceptRequested(Instant.EPOCH)))
                .isEmpty();
    }

    @Test
    void a_persistence_id_gives_back_its_call() {
        assertThat(CallJournal.persistenceId("rtc_1").id()).isEqualTo("Call|rtc_1");
        assertThat(CallJournal.callId("Call|rtc_1")).isEqualTo("rtc_1");
    }
}
