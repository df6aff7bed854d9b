package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.node.PromQl.Selector;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void metrics_and_their_labels_are_found_between_functions_groupings_and_numbers() {
        PromQl read = PromQl.of(
                "histogram_quantile(0.95, sum by (le, tenant) (rate(a_b_bucket{stage=\"x, y=1\", t=~\"$t\"}[5m])))"
                        + " / on (tenant) group_left () max(c_d{}) > 1e3 unless count(e_f offset 5m) > 0 or vector(0)");

        assertThat(read.selectors())
                .containsExactly(
                        new Selector("a_b_bucket", Set.of("stage", "t")),
                        new Selector("c_d", Set.of()),
                        new Selector("e_f", Set.of()));
        assertThat(read.groupedBy()).contains("le", "tenant");
    }
}
