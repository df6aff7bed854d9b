package dev.tandem.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.admission.AdmissionState.Decision;
import dev.tandem.protocol.call.Termination;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionStateTest {

    private static Limits limits(int global, int tenant) {
        return SomeLimits.of(global, tenant);
    }

    private final AdmissionState two = AdmissionState.EMPTY.reserve("a", "acme").reserve("b", "acme");

    @Test
    void a_call_gets_a_slot_while_there_is_one() {
        assertEquals(new Decision.Grant(), two.decide("c", "acme", limits(3, 3)));
    }

    @Test
    void a_refusal_by_the_global_limit_carries_the_numbers() {
        assertEquals(new Decision.Refuse(Termination.GLOBAL_LIMIT, 2, 2), two.decide("c", "bloom", limits(2, 9)));
    }

    @Test
    void a_refusal_by_the_tenants_limit_carries_the_tenants_numbers() {
        assertEquals(new Decision.Refuse(Termination.TENANT_LIMIT, 2, 2), two.decide("c", "acme", limits(9, 2)));
        assertEquals(new Decision.Grant(), two.decide("c", "bloom", limits(9, 2)));
    }

    @Test
    void a_tenant_that_no_longer_exists_gets_nothing() {
        assertEquals(new Decision.Refuse(Termination.TENANT_LIMIT, 0, 0), two.decide("c", "gone", limits(9, 9)));
    }

    @Test
    void asking_again_is_granted_and_changes_nothing() {
        assertEquals(new Decision.AlreadyGranted(), two.decide("a", "acme", limits(2, 2)));
        assertSame(two, two.reserve("a", "acme"));
        assertEquals(2, two.inUse("acme"));
    }

    @Test
    void a_lowered_limit_takes_no_slot_away_and_grants_none_until_there_is_room() {
        assertEquals(new Decision.AlreadyGranted(), two.decide("a", "acme", limits(1, 1)));
        assertEquals(
                new Decision.Refuse(Termination.GLOBAL_LIMIT, 1, 1),
                two.free("b").decide("c", "acme", limits(1, 1)));
    }

    @Test
    void freeing_twice_frees_once() {
        AdmissionState one = two.free("a");
        assertSame(one, one.free("a"));
        assertEquals(1, one.inUse());
        assertEquals(1, one.inUse("acme"));
    }

    @Test
    void a_tenant_without_slots_is_not_counted() {
        assertEquals(Map.of(), two.free("a").free("b").inUseByTenant());
    }

    @Test
    void a_snapshot_is_what_it_was_taken_of() {
        AdmissionState back = AdmissionState.of(two.slots());
        assertEquals(two, back);
        assertEquals(two.inUseByTenant(), back.inUseByTenant());
        assertTrue(back.holds("a"));
    }
}
