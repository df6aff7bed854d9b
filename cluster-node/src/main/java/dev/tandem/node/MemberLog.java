package dev.tandem.node;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each thing that happens to a node of the cluster, as this node sees it. */
final class MemberLog {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private MemberLog() {}

    static Behavior<ClusterEvent.ClusterDomainEvent> create(Cluster cluster) {
        return Behaviors.setup(context -> {
            cluster.subscriptions().tell(Subscribe.create(context.getSelf(), ClusterEvent.ClusterDomainEvent.class));
            return Behaviors.receive(ClusterEvent.ClusterDomainEvent.class)
                    .onMessage(ClusterEvent.MemberUp.class, up -> said("{} is a member", up.member()))
                    .onMessage(ClusterEvent.MemberLeft.class, left -> said("{} leaves", left.member()))
                    .onMessage(ClusterEvent.MemberDowned.class, down -> warned("{} is to be removed", down.member()))
                    .onMessage(
                            ClusterEvent.MemberRemoved.class, gone -> said("{} is no member any more", gone.member()))
                    .onMessage(
                            ClusterEvent.UnreachableMember.class,
                            silent -> warned("{} is not heard of", silent.member()))
                    .onMessage(
                            ClusterEvent.ReachableMember.class, heard -> said("{} is heard of again", heard.member()))
                    .onAnyMessage(other -> Behaviors.same())
                    .build();
        });
    }

    private static Behavior<ClusterEvent.ClusterDomainEvent> said(String what, Member member) {
        LOG.info(what, name(member));
        return Behaviors.same();
    }

    private static Behavior<ClusterEvent.ClusterDomainEvent> warned(String what, Member member) {
        LOG.warn(what, name(member));
        return Behaviors.same();
    }

    private static String name(Member member) {
        return SessionHostDirectory.nameOf(member.address().hostPort());
    }
}
