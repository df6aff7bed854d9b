package dev.tandem.admission;

import java.util.Map;

/** How many calls may be live at one time; read anew for every decision, so a changed limit holds from the next one. */
public interface Limits {

    int global();

    /** The tenant's own limit; 0 for a tenant that no longer exists. */
    int tenant(String tenant);

    /** Slots of the global limit that are kept for a tenant, used or not; only tenants that have such a guarantee. */
    default Map<String, Integer> guaranteed() {
        return Map.of();
    }

    /** How many tenants there are that may ask, at least 1. */
    default int tenants() {
        return 1;
    }
}
