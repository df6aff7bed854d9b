package dev.tandem.admission;

import java.util.Map;

/** Limits as a test gives them; the tenant {@code gone} does not exist. */
record SomeLimits(int global, int perTenant, Map<String, Integer> guaranteed, int tenants) implements Limits {

    static SomeLimits of(int global, int perTenant) {
        return new SomeLimits(global, perTenant, Map.of(), 1);
    }

    @Override
    public int tenant(String tenant) {
        return tenant.equals("gone") ? 0 : perTenant;
    }
}
