package dev.tandem.node;

import dev.tandem.api.Nodes;
import dev.tandem.call.CallShards;
import dev.tandem.metrics.LiveEvent.CallChanged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Puts together what membership, sharding and the nodes themselves say of the nodes. */
final class ClusterNodes implements Nodes {

    private final Cluster cluster;
    private final LiveShare share;
    private final LostNodes lost;
    private final CallShards.Count shards;

    ClusterNodes(Cluster cluster, LiveShare share, LostNodes lost, CallShards.Count shards) {
        this.cluster = cluster;
        this.share = share;
        this.lost = lost;
        this.shards = shards;
    }

    @Override
    public CompletionStage<List<Node>> now() {
        return shards.byNode().thenApply(this::together);
    }

    private List<Node> together(Map<String, Integer> shardsOf) {
        Map<String, Vitals> vitals = share.vitals();
        Map<String, Integer> calls = share.feed().calls().stream()
                .filter(call -> call.node() != null)
                .collect(Collectors.groupingBy(CallChanged::node, Collectors.summingInt(call -> 1)));
        Set<Member> silent = cluster.state().getUnreachable();
        Optional<Member> deciding = oldest();
        List<Node> nodes = new ArrayList<>();
        for (Member member : cluster.state().getMembers()) {
            String name = SessionHostDirectory.nameOf(member.address().hostPort());
            Optional<Vitals> known = Optional.ofNullable(vitals.get(name));
            nodes.add(new Node(
                    name,
                    member.status().toString().toLowerCase(Locale.ROOT),
                    !silent.contains(member),
                    member.appVersion().version(),
                    member.equals(cluster.selfMember()),
                    deciding.filter(member::equals).isPresent(),
                    known.map(said -> said.unready().isEmpty()).orElse(null),
                    known.map(Vitals::unready)
                            .filter(reasons -> !reasons.isEmpty())
                            .orElse(null),
                    calls.getOrDefault(name, 0),
                    shardsOf.get(name),
                    known.map(Vitals::cpu).filter(cpu -> cpu >= 0).orElse(null),
                    known.map(Vitals::heapUsed).orElse(null),
                    known.map(Vitals::heapMax).orElse(null),
                    known.map(Vitals::startedAt).orElse(null)));
        }
        Set<String> there = nodes.stream().map(Node::node).collect(Collectors.toSet());
        lost.known().forEach((name, at) -> {
            if (!there.contains(name)) {
                nodes.add(new Node(
                        name,
                        "lost",
                        false,
                        null,
                        false,
                        false,
                        null,
                        null,
                        calls.getOrDefault(name, 0),
                        null,
                        null,
                        null,
                        null,
                        at));
            }
        });
        nodes.sort(Comparator.comparing(Node::node));
        return nodes;
    }

    /** Singletons run on the oldest member that is up or just leaving. */
    private Optional<Member> oldest() {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up())
                        || member.status().equals(MemberStatus.leaving()))
                .min((one, other) -> one.isOlderThan(other) ? -1 : 1);
    }
}
