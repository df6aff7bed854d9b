package dev.tandem.admission;

import java.time.Duration;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/** One per node: answers the pings of the others, and pings them for this node's own {@link MajorityFence}. */
public final class Witness extends AbstractBehavior<Witness.Command> {

    private static final Duration EVERY = Duration.ofMillis(500);

    /** What witnesses say to each other. */
    public sealed interface Command {}

    /** @param uid of the asking node's incarnation: who was removed and does not know it gets no answer */
    record Ping(long round, long uid, ActorRef<Command> replyTo) implements Command {}

    record Pong(long round, String member) implements Command {}

    private record Tick() implements Command {}

    private final MajorityFence fence;
    private final Cluster cluster;

    public static Behavior<Command> create(MajorityFence fence) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Witness(context, timers, fence)));
    }

    private Witness(ActorContext<Command> context, TimerScheduler<Command> timers, MajorityFence fence) {
        super(context);
        this.fence = fence;
        this.cluster = Cluster.get(context.getSystem());
        // As a member it may write from its first moment on, and does.
        cluster.subscriptions()
                .tell(Subscribe.create(context.messageAdapter(SelfUp.class, up -> new Tick()), SelfUp.class));
        timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, EVERY);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Ping(long round, long uid, ActorRef<Command> replyTo) -> {
                if (isMember(uid)) {
                    replyTo.tell(new Pong(round, self()));
                }
            }
            case Pong(long round, String member) -> fence.answered(member, round, members());
            case Tick() -> ask();
        }
        return this;
    }

    private void ask() {
        long round = fence.begin();
        fence.answered(self(), round, members());
        Ping ping = new Ping(round, uid(), getContext().getSelf());
        for (Member member : cluster.state().getMembers()) {
            if (holdsMajority(member) && member.uniqueAddress().longUid() != uid()) {
                witnessOf(member).tell(ping, org.apache.pekko.actor.ActorRef.noSender());
            }
        }
    }

    /** In the same place on every node. A directory would know it only after a second, in which the new member may not write. */
    private ActorSelection witnessOf(Member member) {
        String path = getContext().getSelf().path().toStringWithAddress(member.address());
        return Adapter.toClassic(getContext()).actorSelection(path);
    }

    private long uid() {
        return cluster.selfMember().uniqueAddress().longUid();
    }

    private boolean isMember(long uid) {
        for (Member member : cluster.state().getMembers()) {
            if (member.uniqueAddress().longUid() == uid) {
                return !member.status().equals(MemberStatus.down());
            }
        }
        return false;
    }

    private String self() {
        return cluster.selfMember().address().toString();
    }

    /** Whether it may still be of the cluster's majority; a member that only joins is not. */
    private static boolean holdsMajority(Member member) {
        return member.status().equals(MemberStatus.up()) || member.status().equals(MemberStatus.leaving());
    }

    /**
     * How many may be of the majority. Without end for a node that was put out of the cluster: it sees the others go one after the
     * other, and would in the end be the majority of itself.
     */
    private int members() {
        int members = 0;
        boolean inside = false;
        for (Member member : cluster.state().getMembers()) {
            if (holdsMajority(member)) {
                members++;
                inside |= member.uniqueAddress().longUid() == uid();
            }
        }
        return inside ? members : Integer.MAX_VALUE;
    }
}
