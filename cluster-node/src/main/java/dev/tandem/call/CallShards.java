package dev.tandem.call;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.util.Version;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Where shards of calls live. When a node joins, shards without a call move to it at once; one with calls moves only where no
 * empty one is left and the difference is large, one at a time, because its calls stop for a moment.
 */
public final class CallShards extends ShardCoordinator.AbstractShardAllocationStrategy {

    /** Shards moved in one round; a round comes every 10 s. */
    private static final int MOST_AT_ONCE = 50;

    /** A busy shard moves only when one node has more than this many times the shards of another. */
    private static final int LARGE = 2;

    private static final Duration STATS_WITHIN = Duration.ofSeconds(5);

    private final ActorSystem system;

    public CallShards(ActorSystem system) {
        this.system = system;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> current) {
        Map<ActorRef, Integer> shards = current.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().size()));
        return Future.successful(home(shards, this::isReached, newest()).orElse(requester));
    }

    /**
     * The one with the fewest shards: of the nodes that are heard of, since on a dead one the shard would wait for its removal, and
     * of those the new ones, so that a call moves once while all nodes are replaced.
     */
    static <R> Optional<R> home(Map<R, Integer> shards, Predicate<R> isReached, Predicate<R> isNewest) {
        Comparator<R> fewest = Comparator.comparing(shards::get);
        return shards.keySet().stream()
                .filter(isReached.and(isNewest))
                .min(fewest)
                .or(() -> shards.keySet().stream().filter(isReached).min(fewest))
                .or(() -> shards.keySet().stream().min(fewest));
    }

    private boolean isReached(ActorRef region) {
        Address address = addressOf(region);
        for (Member silent : Cluster.get(system).state().getUnreachable()) {
            if (silent.address().equals(address)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a region is on a node of the newest version there is. */
    private Predicate<ActorRef> newest() {
        Map<Address, Version> versions = new HashMap<>();
        for (Member member : Cluster.get(system).state().getMembers()) {
            versions.put(member.address(), member.appVersion());
        }
        Optional<Version> newest = versions.values().stream().max(Comparator.naturalOrder());
        return region -> newest.equals(Optional.ofNullable(versions.get(addressOf(region))));
    }

    @Override
    public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
        if (current.size() < 2 || !inProgress.isEmpty()) {
            return Future.successful(Set.of());
        }
        Map.Entry<ActorRef, IndexedSeq<String>> largest = current.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .orElseThrow();
        int smallest =
                current.values().stream().mapToInt(IndexedSeq::size).min().orElse(0);
        int most = largest.getValue().size();
        int surplus = Math.min(MOST_AT_ONCE, (most - smallest) / 2);
        if (surplus < 1) {
            return Future.successful(Set.of());
        }
        Set<String> held = new HashSet<>(CollectionConverters.asJava(largest.getValue()));
        boolean large = most > LARGE * Math.max(1, smallest);
        return FutureConverters.asScala(
                callsByShard(addressOf(largest.getKey())).thenApply(calls -> toMove(held, calls, surplus, large)));
    }

    static Set<String> toMove(Set<String> held, Map<String, Integer> calls, int surplus, boolean large) {
        Set<String> empty = held.stream()
                .filter(shard -> calls.getOrDefault(shard, -1) == 0)
                .limit(surplus)
                .collect(Collectors.toSet());
        if (!empty.isEmpty() || !large) {
            return empty;
        }
        return held.stream()
                .filter(calls::containsKey)
                .min(Comparator.comparingInt(calls::get))
                .map(Set::of)
                .orElse(Set.of());
    }

    /** The node's calls by shard; empty when it does not tell in time: then nothing moves. */
    private CompletionStage<Map<String, Integer>> callsByShard(Address node) {
        ActorRef region = ClusterSharding.get(system).shardRegion(CallEntity.TYPE.name());
        Object question = new ShardRegion.GetClusterShardingStats(
                FiniteDuration.create(STATS_WITHIN.toMillis(), TimeUnit.MILLISECONDS));
        return Patterns.ask(region, question, STATS_WITHIN.plusSeconds(1))
                .handle((answer, failure) -> failure == null && answer instanceof ShardRegion.ClusterShardingStats stats
                        ? callsOf(stats.getRegions().get(node))
                        : Map.of());
    }

    private static Map<String, Integer> callsOf(ShardRegion.ShardRegionStats stats) {
        return stats == null
                ? Map.of()
                : stats.getStats().entrySet().stream()
                        // The values are Scala's Int, boxed.
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> ((Number) entry.getValue()).intValue()));
    }

    /** Counts each node's shards, at most every few seconds: the question goes to every shard. */
    public static final class Count {

        private static final Duration FRESH = Duration.ofSeconds(5);
        private static final Duration WITHIN = Duration.ofSeconds(1);

        private final ActorSystem system;
        private CompletionStage<Map<String, Integer>> last;
        private long askedAt;

        public Count(ActorSystem system) {
            this.system = system;
        }

        /** By the {@code host:port} of remoting; nodes that do not tell in time are left out. */
        public synchronized CompletionStage<Map<String, Integer>> byNode() {
            if (last == null || System.nanoTime() - askedAt > FRESH.toNanos()) {
                askedAt = System.nanoTime();
                last = ask();
            }
            return last;
        }

        private CompletionStage<Map<String, Integer>> ask() {
            ActorRef region = ClusterSharding.get(system).shardRegion(CallEntity.TYPE.name());
            Object question = new ShardRegion.GetClusterShardingStats(
                    FiniteDuration.create(WITHIN.toMillis(), TimeUnit.MILLISECONDS));
            return Patterns.ask(region, question, WITHIN.plusSeconds(1)).handle((answer, failure) -> {
                Map<String, Integer> shards = new HashMap<>();
                if (failure == null && answer instanceof ShardRegion.ClusterShardingStats stats) {
                    stats.getRegions()
                            .forEach((node, held) -> shards.put(
                                    node.getHost().orElse("") + ":"
                                            + node.getPort().orElse(0),
                                    held.getStats().size()));
                }
                return shards;
            });
        }
    }

    private Address addressOf(ActorRef region) {
        Address address = region.path().address();
        return address.hasLocalScope() ? Cluster.get(system).selfAddress() : address;
    }
}
