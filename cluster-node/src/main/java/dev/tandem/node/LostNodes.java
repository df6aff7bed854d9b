package dev.tandem.node;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Remembers for a while which nodes were removed because nothing was heard of them; membership itself forgets at once. */
final class LostNodes {

    static final Duration REMEMBERED = Duration.ofMinutes(15);

    private final Map<String, Instant> removed = new ConcurrentHashMap<>();

    private LostNodes() {}

    static LostNodes start(ActorContext<?> context, Cluster cluster) {
        LostNodes lost = new LostNodes();
        context.spawn(lost.listening(cluster), "lost-nodes");
        return lost;
    }

    private Behavior<ClusterEvent.MemberEvent> listening(Cluster cluster) {
        return Behaviors.setup(context -> {
            cluster.subscriptions().tell(Subscribe.create(context.getSelf(), ClusterEvent.MemberEvent.class));
            return Behaviors.receive(ClusterEvent.MemberEvent.class)
                    .onMessage(ClusterEvent.MemberRemoved.class, gone -> {
                        if (gone.previousStatus().equals(MemberStatus.down())) {
                            removed.put(name(gone.member()), Instant.now());
                        }
                        return Behaviors.same();
                    })
                    .onMessage(ClusterEvent.MemberJoined.class, joined -> back(joined.member()))
                    .onMessage(ClusterEvent.MemberUp.class, up -> back(up.member()))
                    .onAnyMessage(other -> Behaviors.same())
                    .build();
        });
    }

    private Behavior<ClusterEvent.MemberEvent> back(Member member) {
        removed.remove(name(member));
        return Behaviors.same();
    }

    /** Nodes by name, each with the time of its removal. */
    Map<String, Instant> known() {
        Instant since = Instant.now().minus(REMEMBERED);
        removed.values().removeIf(at -> at.isBefore(since));
        return new HashMap<>(removed);
    }

    private static String name(Member member) {
        return SessionHostDirectory.nameOf(member.address().hostPort());
    }
}
