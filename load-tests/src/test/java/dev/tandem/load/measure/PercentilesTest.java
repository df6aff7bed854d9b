package dev.tandem.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void a_percentile_is_the_smallest_value_that_so_many_do_not_exceed() {
        Percentiles thousand = Percentiles.of(
                IntStream.rangeClosed(1, 1_000).mapToObj(i -> (double) i).toList());
        assertThat(thousand.at(50)).isEqualTo(500);
        assertThat(thousand.at(99)).isEqualTo(990);
        assertThat(thousand.at(99.9)).isEqualTo(999);
        assertThat(thousand.max()).isEqualTo(1_000);
    }

    @Test
    void few_values_and_what_was_not_measured_do_no_harm() {
        Percentiles two = Percentiles.of(List.of(3.0, Double.NaN, 1.0));
        assertThat(two.count()).isEqualTo(2);
        assertThat(two.at(50)).isEqualTo(1);
        assertThat(two.at(99.9)).isEqualTo(3);
        assertThat(Percentiles.of(List.of()).at(50)).isNaN();
    }
}
