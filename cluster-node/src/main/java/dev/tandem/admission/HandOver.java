package dev.tandem.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The time after admission moved here, in which every call that waited meanwhile asks once more: they come in the order of chance,
 * so they are collected and then served in turns, each tenant one call. A tenant need not wait for what it would get in any case: the
 * slots it is guaranteed, and an equal share of those that are open. Nobody is refused before everyone has asked.
 *
 * @param share what every tenant would get of the open slots even if all asked for more
 * @param served calls granted since the hand-over, by tenant
 */
record HandOver(int share, PMap<String, Integer> served) {

    static HandOver of(AdmissionState state, Limits limits) {
        return new HandOver(state.open(limits) / Math.max(1, limits.tenants()), HashTreePMap.empty());
    }

    /** Whether the tenant would get this slot in whatever order the calls were served. */
    boolean isCertain(String tenant, AdmissionState state, Limits limits) {
        return state.isGuaranteed(tenant, limits) || served(tenant) < share;
    }

    HandOver granted(String tenant) {
        return new HandOver(share, served.plus(tenant, served(tenant) + 1));
    }

    /**
     * The calls in turns: a tenant that was served less comes first; within a turn, and within a tenant, who asked first. A call that
     * holds its slot already takes no turn.
     */
    List<String> inTurns(Map<String, String> tenantByCall, AdmissionState state) {
        record Place(String callId, int turn) {}
        Map<String, Integer> turns = new HashMap<>(served);
        List<Place> places = new ArrayList<>(tenantByCall.size());
        tenantByCall.forEach((callId, tenant) ->
                places.add(new Place(callId, state.holds(callId) ? 0 : turns.merge(tenant, 1, Integer::sum))));
        return places.stream()
                .sorted(Comparator.comparingInt(Place::turn))
                .map(Place::callId)
                .toList();
    }

    private int served(String tenant) {
        return served.getOrDefault(tenant, 0);
    }
}
