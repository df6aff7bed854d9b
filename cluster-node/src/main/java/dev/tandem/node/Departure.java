package dev.tandem.node;

import dev.tandem.realtime.Sessions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node leaves: it says that it is not ready and waits until balancers have seen it; its shards move, and each call that
 * moved takes its sideband along; when the last session is gone it leaves the cluster. A node that the others have removed
 * only closes.
 */
final class Departure {

    /** Ours, between the move of the shards and the leaving of the cluster; see application.conf. */
    static final String PHASE_SESSIONS_LEAVE = "sessions-leave";

    private static final Logger LOG = LoggerFactory.getLogger("node");

    /**
     * Within the time-out of the phases that wait for it. What a session saw is lost, and a gap, if its call is not taken up by then; on
     * a machine with little time to spare that was seen to take nine seconds.
     */
    private static final Duration EMPTY_WITHIN = Duration.ofSeconds(25);

    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final NodeReadiness readiness;
    private final ActorRef<Sessions.Command> sessions;
    private final Duration notice;

    private Departure(
            ActorSystem<?> system,
            Cluster cluster,
            NodeReadiness readiness,
            ActorRef<Sessions.Command> sessions,
            Duration notice) {
        this.system = system;
        this.cluster = cluster;
        this.readiness = readiness;
        this.sessions = sessions;
        this.notice = notice;
    }

    /** @param notice how long webhooks are taken after the node has said that it is not ready */
    static void prepare(
            ActorSystem<?> system,
            Cluster cluster,
            NodeReadiness readiness,
            ActorRef<Sessions.Command> sessions,
            Duration notice) {
        Departure departure = new Departure(system, cluster, readiness, sessions, notice);
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "say not ready", departure::announce);
        shutdown.addTask(PHASE_SESSIONS_LEAVE, "hand sessions over", departure::empty);
    }

    private CompletionStage<Done> announce() {
        readiness.leave();
        if (isRemoved()) {
            return done();
        }
        LOG.info("leaving");
        sessions.tell(new Sessions.Leave());
        CompletionStage<Done> seen = CompletableFuture.supplyAsync(
                Done::done, CompletableFuture.delayedExecutor(notice.toMillis(), TimeUnit.MILLISECONDS));
        // With nobody to take the calls over, what was seen of them is journalled while their entities are still here.
        return isAlone() ? seen.thenCompose(now -> empty()) : seen;
    }

    private CompletionStage<Done> empty() {
        return isRemoved()
                ? done()
                : AskPattern.<Sessions.Command, Done>ask(
                                sessions, Sessions.Empty::new, EMPTY_WITHIN, system.scheduler())
                        .handle((none, failure) -> {
                            if (failure != null) {
                                LOG.warn("some sessions did not leave within {} s", EMPTY_WITHIN.toSeconds());
                            }
                            return Done.done();
                        });
    }

    private boolean isRemoved() {
        MemberStatus status = cluster.selfMember().status();
        return cluster.isTerminated() || status.equals(MemberStatus.down()) || status.equals(MemberStatus.removed());
    }

    private boolean isAlone() {
        for (Member member : cluster.state().getMembers()) {
            if (!member.equals(cluster.selfMember()) && member.status().equals(MemberStatus.up())) {
                return false;
            }
        }
        return true;
    }

    private static CompletionStage<Done> done() {
        return CompletableFuture.completedStage(Done.done());
    }
}
