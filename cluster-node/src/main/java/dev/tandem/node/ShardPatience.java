package dev.tandem.node;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * How long an offer is waited for: less when its shard has just not answered, because its node is gone and waiting is in vain. Senders repeat, and
 * a promised answer within a second must not wait for most of it again and again.
 */
final class ShardPatience {

    static final Duration USUAL = Duration.ofMillis(300);
    static final Duration SHORT = Duration.ofMillis(100);

    /** After that a shard is given the usual time again: it takes longer than the short one to start anew. */
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(2).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLongArray silentUntil;

    ShardPatience(int shards, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.silentUntil = new AtomicLongArray(shards);
        for (int shard = 0; shard < shards; shard++) {
            answered(shard);
        }
    }

    /** As sharding distributes ids. */
    int shardOf(String callId) {
        return Math.floorMod(Math.abs(callId.hashCode()), silentUntil.length());
    }

    Duration with(int shard) {
        return silentUntil.get(shard) - nanoTime.getAsLong() > 0 ? SHORT : USUAL;
    }

    void silent(int shard) {
        if (with(shard) == USUAL) {
            silentUntil.set(shard, nanoTime.getAsLong() + REMEMBERED_NANOS);
        }
    }

    void answered(int shard) {
        silentUntil.set(shard, nanoTime.getAsLong());
    }
}
