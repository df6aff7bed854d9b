package dev.tandem.admission;

import dev.tandem.admission.AdmissionState.Decision;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is decided together and journalled in one write. Slots are given back before any is taken.
 *
 * @param after the slots once the round is journalled
 * @param freed calls that held a slot and gave it back
 * @param reserved the calls that get one, with their tenants
 * @param decisions by call; a call without one goes on waiting
 * @param handOver the hand-over after the round; null when there is none
 */
record Round(
        AdmissionState after,
        Set<String> freed,
        Map<String, String> reserved,
        Map<String, Decision> decisions,
        HandOver handOver) {

    /** First come, first served. */
    static Round of(AdmissionState before, Collection<String> leaving, Map<String, String> asking, Limits limits) {
        return decide(before, leaving, asking, state -> asking.keySet(), limits, null);
    }

    /** While the waiting calls are collected: what is certain is granted, nothing is refused. */
    static Round collecting(
            AdmissionState before,
            Collection<String> leaving,
            Map<String, String> asking,
            Limits limits,
            HandOver handOver) {
        return decide(before, leaving, asking, state -> asking.keySet(), limits, handOver);
    }

    /** Everyone has asked: whoever still waits is served in turns, as far as the limits go. */
    static Round inTurns(
            AdmissionState before,
            Collection<String> leaving,
            Map<String, String> asking,
            Limits limits,
            HandOver handOver) {
        return decide(before, leaving, asking, state -> handOver.inTurns(asking, state), limits, null);
    }

    boolean changesSlots() {
        return !freed.isEmpty() || !reserved.isEmpty();
    }

    private static Round decide(
            AdmissionState before,
            Collection<String> leaving,
            Map<String, String> asking,
            Function<AdmissionState, Collection<String>> order,
            Limits limits,
            HandOver collecting) {
        AdmissionState state = before;
        Set<String> freed = new LinkedHashSet<>();
        for (String callId : leaving) {
            if (state.holds(callId)) {
                state = state.free(callId);
                freed.add(callId);
            }
        }
        Map<String, String> reserved = new LinkedHashMap<>();
        Map<String, Decision> decisions = new LinkedHashMap<>();
        HandOver handOver = collecting;
        for (String callId : order.apply(state)) {
            String tenant = asking.get(callId);
            Decision decision = state.decide(callId, tenant, limits);
            boolean waits = switch (decision) {
                case Decision.AlreadyGranted() -> false;
                case Decision.Grant() -> handOver != null && !handOver.isCertain(tenant, state, limits);
                case Decision.Refuse refuse -> handOver != null;
            };
            if (waits) {
                continue;
            }
            decisions.put(callId, decision);
            if (decision instanceof Decision.Grant) {
                state = state.reserve(callId, tenant);
                reserved.put(callId, tenant);
                handOver = handOver == null ? null : handOver.granted(tenant);
            }
        }
        return new Round(state, freed, reserved, decisions, handOver);
    }
}
