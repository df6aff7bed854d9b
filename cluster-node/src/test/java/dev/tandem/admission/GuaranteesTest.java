package dev.tandem.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.admission.AdmissionState.Decision;
import dev.tandem.protocol.call.Termination;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ten slots in all, of which acme is guaranteed three and bloom two; contoso is guaranteed none. */
class GuaranteesTest {

    private final SomeLimits limits = new SomeLimits(10, 8, Map.of("acme", 3, "bloom", 2), 3);

    private static AdmissionState holding(int acme, int bloom, int contoso) {
        AdmissionState state = AdmissionState.EMPTY;
        for (int i = 0; i < acme; i++) {
            state = state.reserve("a" + i, "acme");
        }
        for (int i = 0; i < bloom; i++) {
            state = state.reserve("b" + i, "bloom");
        }
        for (int i = 0; i < contoso; i++) {
            state = state.reserve("c" + i, "contoso");
        }
        return state;
    }

    @Test
    void slots_that_are_kept_for_others_are_not_given_away() {
        assertThat(holding(0, 0, 4).decide("x", "contoso", limits)).isEqualTo(new Decision.Grant());
        assertThat(holding(0, 0, 5).decide("x", "contoso", limits))
                .isEqualTo(new Decision.Refuse(Termination.GLOBAL_LIMIT, 5, 5));
    }

    @Test
    void a_guarantee_that_is_used_is_kept_from_nobody() {
        assertThat(holding(3, 0, 4).decide("x", "contoso", limits)).isEqualTo(new Decision.Grant());
        assertThat(holding(3, 0, 5).decide("x", "contoso", limits))
                .isEqualTo(new Decision.Refuse(Termination.GLOBAL_LIMIT, 8, 8));
    }

    @Test
    void a_tenant_gets_what_it_is_guaranteed_when_the_others_have_all_the_rest() {
        assertThat(holding(2, 0, 5).decide("x", "acme", limits)).isEqualTo(new Decision.Grant());
        assertThat(holding(3, 1, 5).decide("x", "bloom", limits)).isEqualTo(new Decision.Grant());
    }

    @Test
    void beyond_its_guarantee_a_tenant_is_one_of_many() {
        assertThat(holding(3, 0, 4).decide("x", "acme", limits)).isEqualTo(new Decision.Grant());
        assertThat(holding(3, 0, 5).decide("x", "acme", limits))
                .isEqualTo(new Decision.Refuse(Termination.GLOBAL_LIMIT, 8, 8));
    }

    @Test
    void a_guarantee_raises_no_limit() {
        assertThat(holding(8, 0, 0).decide("x", "acme", limits))
                .isEqualTo(new Decision.Refuse(Termination.GLOBAL_LIMIT, 8, 8));
        assertThat(holding(8, 0, 0).decide("x", "acme", new SomeLimits(20, 8, Map.of("acme", 3), 3)))
                .isEqualTo(new Decision.Refuse(Termination.TENANT_LIMIT, 8, 8));
    }

    @Test
    void a_guarantee_that_came_while_all_was_taken_waits_for_the_next_free_slot() {
        assertThat(holding(0, 0, 10).decide("x", "acme", limits))
                .isEqualTo(new Decision.Refuse(Termination.GLOBAL_LIMIT, 10, 10));
        assertThat(holding(0, 0, 9).decide("x", "acme", limits)).isEqualTo(new Decision.Grant());
        assertThat(holding(0, 0, 9).decide("x", "contoso", limits))
                .isEqualTo(new Decision.Refuse(Termination.GLOBAL_LIMIT, 9, 5));
    }
}
