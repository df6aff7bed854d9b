package dev.tandem.node;

import dev.tandem.admission.Admission;
import dev.tandem.api.Readiness;
import dev.tandem.metrics.JournalHealth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ready once admission has answered, a question to a call went all the way, through sharding, which remembers the id in Cassandra, and
 * through that call's (empty) journal, and whole calls were rehearsed until one was answered soon. The first of everything after a start
 * is the slow one; callers never meet it. Not ready while the journal takes no writes, and once the node leaves.
 */
final class NodeReadiness implements Readiness {

    private static final Logger LOG = LoggerFactory.getLogger("node");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** A node that answers the webhook of a rehearsal within this has nothing left to warm up that a caller would notice. */
    private static final Duration SOON = Duration.ofMillis(30);

    private static final int MOST_REHEARSALS = 5;

    /** On a machine that is busy with other things no rehearsal is fast, and another one helps nobody. */
    private static final Duration NO_MORE_AFTER = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final ActorRef<Admission.Command> admission;
    private final ShardedCalls calls;
    private final JournalHealth journal;
    private final Supplier<CompletionStage<Duration>> rehearsal;
    private final String probe;
    private volatile boolean admissionAnswered;
    private volatile boolean callAnswered;
    private volatile boolean rehearsed;
    private volatile boolean leaving;

    NodeReadiness(
            ActorSystem<?> system,
            Cluster cluster,
            ActorRef<Admission.Command> admission,
            ShardedCalls calls,
            JournalHealth journal,
            Supplier<CompletionStage<Duration>> rehearsal,
            String node) {
        this.system = system;
        this.cluster = cluster;
        this.admission = admission;
        this.calls = calls;
        this.journal = journal;
        this.rehearsal = rehearsal;
        this.probe = "readiness-" + node.replaceAll("[^A-Za-z0-9_-]", "-");
    }

    /** Asks until both have answered. */
    void prove() {
        if (!admissionAnswered) {
            AskPattern.<Admission.Command, Admission.Use>ask(
                            admission, Admission.GetUse::new, PATIENCE, system.scheduler())
                    .whenComplete((use, failure) -> {
                        admissionAnswered = failure == null;
                        again();
                    });
        } else if (!callAnswered) {
            calls.hangup(probe).whenComplete((answer, failure) -> {
                callAnswered = failure == null;
                again();
            });
        } else if (!rehearsed) {
            rehearse(1, System.nanoTime());
        } else {
            LOG.info("ready");
        }
    }

    private void rehearse(int round, long sinceNanos) {
        rehearsal.get().whenComplete((answered, failure) -> {
            if (failure != null) {
                // Callers are better served slowly than not at all.
                LOG.warn("no call could be rehearsed: {}", failure.toString());
            } else {
                LOG.info("rehearsal {}: its webhook was answered in {} ms", round, answered.toMillis());
            }
            boolean timeLeft = System.nanoTime() - sinceNanos < NO_MORE_AFTER.toNanos();
            if (failure == null && answered.compareTo(SOON) > 0 && round < MOST_REHEARSALS && timeLeft) {
                rehearse(round + 1, sinceNanos);
            } else {
                rehearsed = true;
                prove();
            }
        });
    }

    /** From now on it is not ready, for ever. */
    void leave() {
        leaving = true;
    }

    /** Whether it was told to leave. */
    boolean isLeaving() {
        return leaving;
    }

    private void again() {
        Duration pause = admissionAnswered && !callAnswered ? Duration.ZERO : PAUSE;
        system.scheduler().scheduleOnce(pause, this::prove, system.executionContext());
    }

    @Override
    public List<String> reasonsAgainst() {
        if (leaving) {
            return List.of("This node is leaving.");
        }
        if (!cluster.selfMember().status().equals(MemberStatus.up())) {
            return List.of("This node is not a member of the cluster.");
        }
        if (!admissionAnswered) {
            return List.of("Admission has not answered yet.");
        }
        if (!callAnswered) {
            return List.of("No call has answered through sharding and the journal yet.");
        }
        if (!rehearsed) {
            return List.of("No call has been rehearsed yet.");
        }
        return journal.complaint().map(List::of).orElse(List.of());
    }
}
