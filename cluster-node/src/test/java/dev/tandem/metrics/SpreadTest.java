package dev.tandem.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {

    private static Spread of(List<Long> times) {
        Map<Integer, Integer> counts = new HashMap<>();
        times.forEach(ms -> counts.merge(Spread.step(ms), 1, Integer::sum));
        return new Spread(counts);
    }

    @Test
    void percentiles_are_right_within_five_per_cent_also_of_two_nodes_together() {
        Random random = new Random(7);
        List<Long> one = random.longs(2_000, 20, 900).boxed().toList();
        List<Long> other = random.longs(500, 900, 9_000).boxed().toList();
        List<Long> all = new ArrayList<>(one);
        all.addAll(other);
        Collections.sort(all);
        Spread both = of(one).plus(of(other));

        for (double share : new double[] {0.5, 0.95, 0.99}) {
            double exact = all.get((int) Math.ceil(share * all.size()) - 1);
            assertThat(both.percentile(share) / exact).isBetween(0.95, 1.053);
        }
        assertThat(both.count()).isEqualTo(2_500);
    }

    @Test
    void of_nothing_there_is_no_percentile() {
        assertThat(Spread.NONE.percentile(0.5)).isNull();
    }

    @Test
    void very_short_and_very_long_ones_have_a_step_too() {
        assertThat(of(List.of(0L, 0L)).percentile(0.5)).isEqualTo(1);
        assertThat(of(List.of(Long.MAX_VALUE)).percentile(0.5)).isBetween(540_000L, 660_000L);
    }
}
