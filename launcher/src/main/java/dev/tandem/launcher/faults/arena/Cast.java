package dev.tandem.launcher.faults.arena;

import dev.tandem.launcher.stage.SampleTenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Who is called: small tenants whose limit can be met, and large ones whose limit is out of the way. */
public final class Cast {
    /** Of each small tenant. */
    public static final int SMALL_LIMIT = 10;

    private static final int LARGE_LIMIT = 300;

    /** Numbers from the range reserved for fiction. */
    public static final List<SampleTenant> SMALL = tenants("small", 8, 100);

    /** Likewise. */
    public static final List<SampleTenant> LARGE = tenants("large", 4, 150);

    /** A number of nobody. */
    public static final String NOBODY = "+18005550190";

    private Cast() {}

    /** All of them with their limits. */
    public static Map<SampleTenant, Integer> all() {
        Map<SampleTenant, Integer> all = new LinkedHashMap<>();
        SMALL.forEach(tenant -> all.put(tenant, SMALL_LIMIT));
        LARGE.forEach(tenant -> all.put(tenant, LARGE_LIMIT));
        return all;
    }

    private static List<SampleTenant> tenants(String size, int count, int number) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SampleTenant(
                        size + (i + 1), "The " + size + " tenant " + (i + 1), "+18005550" + (number + i)))
                .toList();
    }
}
