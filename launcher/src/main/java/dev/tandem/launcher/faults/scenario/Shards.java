package dev.tandem.launcher.faults.scenario;

import java.util.Random;

/** Which calls live in one shard of the cluster: what stops a shard stops all of them. */
final class Shards {
    /** As the nodes are configured, for ever. */
    private static final int COUNT = 500;

    private Shards() {}

    /** Where sharding puts a call. */
    static int of(String callId) {
        return Math.abs(callId.hashCode()) % COUNT;
    }

    /** A new id that lives where this call lives. */
    static String besides(String callId, Random random) {
        String id;
        do {
            id = "rtc_%016x%016x".formatted(random.nextLong(), random.nextLong());
        } while (of(id) != of(callId));
        return id;
    }
}
