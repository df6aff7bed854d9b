package dev.tandem.admission;

import java.time.Duration;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/** One per node: answers the pings of the others, and pings them for this node's own {@link MajorityFence}. */
public final class Witness extends AbstractBehavior<Witness.Command> {

    private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "witness");
    private static final Duration EVERY = Duration.ofMillis(500);

    /** What witnesses say to each other. */
    public sealed interface Command {}

    /** @param uid of the asking node's incarnation: who was removed and does not know it gets no answer */
    record Ping(long round, long uid, ActorRef<Command> replyTo) implements Command {}

    record Pong(long round, String member) implements Command {}

    private record Tick() implements Command {}

    private record Known(Set<ActorRef<Command>> witnesses) implements Command {}

    private final MajorityFence fence;
    private final Cluster cluster;
    private Set<ActorRef<Command>> witnesses = Set.of();

    public static Behavior<Command> create(MajorityFence fence) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Witness(context, timers, fence)));
    }

    private Witness(ActorContext<Command> context, TimerScheduler<Command> timers, MajorityFence fence) {
        super(context);
        this.fence = fence;
        this.cluster = Cluster.get(context.getSystem());
        ActorRef<Receptionist.Listing> listings = context.messageAdapter(
                Receptionist.Listing.class, listing -> new Known(listing.getServiceInstances(KEY)));
        context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
        context.getSystem().receptionist().tell(Receptionist.subscribe(KEY, listings));
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
            case Known(Set<ActorRef<Command>> all) -> {
                witnesses = all;
                ask();
            }
            case Tick() -> ask();
        }
        return this;
    }

    private void ask() {
        long round = fence.begin();
        fence.answered(self(), round, members());
        witnesses.forEach(
                witness -> witness.tell(new Ping(round, uid(), getContext().getSelf())));
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

    /**
     * Whoever may still hold a part of the cluster's majority; a member that only joins does not. Without end for a node that was
     * put out of the cluster: it sees the others go one after the other, and would in the end be the majority of itself.
     */
    private int members() {
        int members = 0;
        boolean inside = false;
        for (Member member : cluster.state().getMembers()) {
            if (member.status().equals(MemberStatus.up()) || member.status().equals(MemberStatus.leaving())) {
                members++;
                inside |= member.uniqueAddress().longUid() == uid();
            }
        }
        return inside ? members : Integer.MAX_VALUE;
    }
}
