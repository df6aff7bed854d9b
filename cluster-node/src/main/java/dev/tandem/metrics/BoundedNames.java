package dev.tandem.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The values one metric label may take: the first so many distinct ones as they are, all others as {@code other}. */
final class BoundedNames {

    static final String OTHER = "other";
    static final String UNKNOWN = "unknown";

    private static final int MAX_LENGTH = 64;

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final int limit;

    BoundedNames(int limit) {
        this.limit = limit;
    }

    /** Racing newcomers may exceed the limit by the number of threads, not more. */
    String of(String name) {
        if (name == null || name.isBlank()) {
            return UNKNOWN;
        }
        if (known.contains(name)) {
            return name;
        }
        if (known.size() >= limit || name.length() > MAX_LENGTH) {
            return OTHER;
        }
        known.add(name);
        return name;
    }
}
