package dev.tandem.launcher.product;

import java.util.List;

/**
 * What one product is started with.
 *
 * @param name of its folder under {@code target/product}
 * @param speed of the simulated people
 * @param globalLimit most calls at one time
 * @param tenants whose numbers are dialled
 * @param nodeOptions further options of the node's JVM
 */
record Setup(String name, double speed, int globalLimit, List<TenantFile> tenants, List<String> nodeOptions) {
    static final TenantFile ACME = TenantFile.of("acme", "+18005550100");
    static final TenantFile HARBOR = TenantFile.of("harbor", "+18005550110");
    static final TenantFile IMPATIENT =
            TenantFile.of("impatient", "+18005550120").withSilence("5s");
    static final TenantFile BRIEF = TenantFile.of("brief", "+18005550130").withMaxDuration("10s");

    /** Nobody's. */
    static final String UNKNOWN_NUMBER = "+18005550190";

    /** Fast people and limits that nobody meets. */
    static Setup of(String name) {
        return new Setup(name, 20, 500, List.of(ACME, HARBOR, IMPATIENT, BRIEF), List.of());
    }

    Setup withSpeed(double other) {
        return new Setup(name, other, globalLimit, tenants, nodeOptions);
    }

    Setup withGlobalLimit(int limit) {
        return new Setup(name, speed, limit, tenants, nodeOptions);
    }

    Setup withTenants(TenantFile... others) {
        return new Setup(name, speed, globalLimit, List.of(others), nodeOptions);
    }

    Setup withNodeOptions(String... options) {
        return new Setup(name, speed, globalLimit, tenants, List.of(options));
    }
}
