package dev.tandem.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.admission.AdmissionState.Decision;
import dev.tandem.protocol.call.Termination;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets the slots after admission moved: not who happened to be heard first. */
class HandOverTest {

    /** Five calls of acme are heard before two of bloom and one of contoso. */
    private final Map<String, String> asking = asking("acme acme acme acme acme bloom bloom contoso");

    private static Map<String, String> asking(String tenants) {
        Map<String, String> asking = new LinkedHashMap<>();
        for (String tenant : tenants.split(" ")) {
            asking.put(tenant.charAt(0) + "" + asking.size(), tenant);
        }
        return asking;
    }

    private static HandOver begin(Limits limits) {
        return HandOver.of(AdmissionState.EMPTY, limits);
    }

    @Test
    void calls_are_served_in_turns_each_tenant_one() {
        assertThat(begin(SomeLimits.of(9, 9)).inTurns(asking, AdmissionState.EMPTY))
                .containsExactly("a0", "b5", "c7", "a1", "b6", "a2", "a3", "a4");
    }

    @Test
    void a_tenant_that_was_served_meanwhile_waits_until_the_others_were_too() {
        HandOver handOver = begin(SomeLimits.of(9, 9)).granted("bloom").granted("bloom");
        assertThat(handOver.inTurns(asking, AdmissionState.EMPTY))
                .containsExactly("a0", "c7", "a1", "a2", "b5", "a3", "b6", "a4");
    }

    @Test
    void a_call_that_holds_its_slot_takes_no_turn() {
        AdmissionState held = AdmissionState.EMPTY.reserve("a0", "acme");
        assertThat(begin(SomeLimits.of(9, 9)).inTurns(asking, held))
                .containsExactly("a0", "a1", "b5", "c7", "a2", "b6", "a3", "a4");
    }

    @Test
    void while_calls_are_collected_a_tenant_gets_an_equal_share_at_once_and_nobody_is_refused() {
        Limits limits = new SomeLimits(4, 4, Map.of(), 3);
        Round round = Round.collecting(AdmissionState.EMPTY, List.of(), asking, limits, begin(limits));
        assertThat(round.reserved().keySet()).containsExactly("a0", "b5", "c7");
        assertThat(round.decisions()).hasSize(3);
    }

    @Test
    void what_a_tenant_is_guaranteed_it_gets_at_once() {
        Limits limits = new SomeLimits(6, 6, Map.of("acme", 3), 4);
        Round round = Round.collecting(AdmissionState.EMPTY, List.of(), asking, limits, begin(limits));
        assertThat(round.reserved().keySet()).containsExactly("a0", "a1", "a2");
    }

    @Test
    void when_everyone_has_asked_slots_go_round_and_whoever_is_left_is_refused_with_the_numbers() {
        Limits limits = new SomeLimits(4, 4, Map.of(), 9);
        Round round = Round.inTurns(AdmissionState.EMPTY, List.of(), asking, limits, begin(limits));
        assertThat(round.reserved().keySet()).containsExactly("a0", "b5", "c7", "a1");
        assertThat(round.decisions())
                .hasSize(8)
                .containsEntry("b6", new Decision.Refuse(Termination.GLOBAL_LIMIT, 4, 4));
        assertThat(round.handOver()).isNull();
    }

    @Test
    void a_call_that_holds_a_slot_is_told_so_at_once() {
        Limits limits = new SomeLimits(1, 1, Map.of(), 9);
        AdmissionState full = AdmissionState.EMPTY.reserve("a0", "acme");
        Round round = Round.collecting(full, List.of(), asking, limits, HandOver.of(full, limits));
        assertThat(round.decisions()).isEqualTo(Map.of("a0", new Decision.AlreadyGranted()));
        assertThat(round.changesSlots()).isFalse();
    }

    @Test
    void slots_are_given_back_before_any_is_taken() {
        AdmissionState full = AdmissionState.EMPTY.reserve("old", "acme");
        Round round = Round.of(full, List.of("old", "old", "unknown"), asking, SomeLimits.of(1, 1));
        assertThat(round.freed()).isEqualTo(Set.of("old"));
        assertThat(round.reserved()).isEqualTo(Map.of("a0", "acme"));
        assertThat(round.after().slots()).isEqualTo(Map.of("a0", "acme"));
    }

    @Test
    void outside_a_hand_over_calls_are_served_as_they_come() {
        Round round = Round.of(AdmissionState.EMPTY, List.of(), asking, SomeLimits.of(3, 9));
        assertThat(round.reserved().keySet()).containsExactly("a0", "a1", "a2");
    }
}
