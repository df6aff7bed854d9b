package dev.tandem.admission;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tandem.persistence.journal.Stored;
import dev.tandem.protocol.call.Termination;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Who holds a slot: call id to tenant. Immutable, so that a decision and its event can be searched as plain values. */
public final class AdmissionState implements Stored {

    public static final AdmissionState EMPTY = new AdmissionState(HashTreePMap.empty(), HashTreePMap.empty());

    /** What is decided of one request. */
    public sealed interface Decision {

        /** A slot must be recorded before the caller may be told. */
        record Grant() implements Decision {}

        /** The call holds a slot already; a repeat changes nothing. */
        record AlreadyGranted() implements Decision {}

        record Refuse(Termination reason, int inUse, int limit) implements Decision {}
    }

    private final PMap<String, String> slots;
    private final PMap<String, Integer> perTenant;

    private AdmissionState(PMap<String, String> slots, PMap<String, Integer> perTenant) {
        this.slots = slots;
        this.perTenant = perTenant;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AdmissionState of(Map<String, String> slots) {
        AdmissionState state = EMPTY;
        for (Map.Entry<String, String> slot : slots.entrySet()) {
            state = state.reserve(slot.getKey(), slot.getValue());
        }
        return state;
    }

    /**
     * Decides against the limits of now; a lowered limit takes no slot away. The limit that a refusal names is the one that was met:
     * for the global one what is left of it for this tenant, when slots are kept for others.
     */
    public Decision decide(String callId, String tenant, Limits limits) {
        if (slots.containsKey(callId)) {
            return new Decision.AlreadyGranted();
        }
        int most = isGuaranteed(tenant, limits)
                ? limits.global()
                : Math.max(0, limits.global() - keptForOthersThan(tenant, limits));
        if (inUse() >= most) {
            return new Decision.Refuse(Termination.GLOBAL_LIMIT, inUse(), most);
        }
        if (inUse(tenant) >= limits.tenant(tenant)) {
            return new Decision.Refuse(Termination.TENANT_LIMIT, inUse(tenant), limits.tenant(tenant));
        }
        return new Decision.Grant();
    }

    /** Slots of the global limit that nobody uses and nobody is guaranteed. */
    int open(Limits limits) {
        return Math.max(0, limits.global() - inUse() - keptForOthersThan(null, limits));
    }

    /** Whether the tenant's next slot is one that is kept for it. */
    boolean isGuaranteed(String tenant, Limits limits) {
        return inUse(tenant) < limits.guaranteed().getOrDefault(tenant, 0);
    }

    private int keptForOthersThan(String tenant, Limits limits) {
        int kept = 0;
        for (Map.Entry<String, Integer> guarantee : limits.guaranteed().entrySet()) {
            if (!guarantee.getKey().equals(tenant)) {
                kept += Math.max(0, guarantee.getValue() - inUse(guarantee.getKey()));
            }
        }
        return kept;
    }

    /** The state after a fact of the journal. */
    public AdmissionState apply(AdmissionEvent event) {
        return switch (event) {
            case AdmissionEvent.SlotsChanged changed -> {
                AdmissionState state = this;
                for (String callId : changed.freed()) {
                    state = state.free(callId);
                }
                for (Map.Entry<String, String> slot : changed.reserved().entrySet()) {
                    state = state.reserve(slot.getKey(), slot.getValue());
                }
                yield state;
            }
            case AdmissionEvent.Reserved reserved -> reserve(reserved.callId(), reserved.tenant());
            case AdmissionEvent.Freed freed -> free(freed.callId());
        };
    }

    public AdmissionState reserve(String callId, String tenant) {
        return slots.containsKey(callId)
                ? this
                : new AdmissionState(slots.plus(callId, tenant), perTenant.plus(tenant, inUse(tenant) + 1));
    }

    public AdmissionState free(String callId) {
        String tenant = slots.get(callId);
        if (tenant == null) {
            return this;
        }
        int left = inUse(tenant) - 1;
        return new AdmissionState(
                slots.minus(callId), left == 0 ? perTenant.minus(tenant) : perTenant.plus(tenant, left));
    }

    public boolean holds(String callId) {
        return slots.containsKey(callId);
    }

    public int inUse() {
        return slots.size();
    }

    public int inUse(String tenant) {
        return perTenant.getOrDefault(tenant, 0);
    }

    public Map<String, Integer> inUseByTenant() {
        return perTenant;
    }

    @JsonValue
    public Map<String, String> slots() {
        return slots;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AdmissionState that && slots.equals(that.slots);
    }

    @Override
    public int hashCode() {
        return slots.hashCode();
    }
}
