package dev.tandem.launcher.faults.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardsTest {
    /** What Pekko's HashCodeMessageExtractor(500) says. */
    @ParameterizedTest
    @CsvSource({"rtc_1,283", "rtc_ffffffffffffffff0000000000000000,434", "rtc_of_my-choice,220"})
    void a_call_is_in_the_shard_where_sharding_puts_it(String callId, int shard) {
        assertThat(Shards.of(callId)).isEqualTo(shard);
    }

    @Test
    void an_id_beside_a_call_is_another_one_in_its_shard() {
        String beside = Shards.besides("rtc_1", new Random(1));
        assertThat(beside).isNotEqualTo("rtc_1").matches("rtc_[0-9a-f]{32}");
        assertThat(Shards.of(beside)).isEqualTo(Shards.of("rtc_1"));
    }
}
