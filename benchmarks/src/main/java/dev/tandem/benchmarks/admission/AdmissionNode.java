package dev.tandem.benchmarks.admission;

import dev.tandem.admission.Admission;
import dev.tandem.admission.Limits;
import dev.tandem.admission.MajorityFence;
import dev.tandem.admission.Witness;
import dev.tandem.benchmarks.BareNode;
import dev.tandem.benchmarks.Cpu;
import dev.tandem.cassandra.DevCassandra;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;

/** A cluster of one node that holds nothing but admission: singleton, fence, witness and journal as in production. */
final class AdmissionNode implements AutoCloseable {

    private static final int NO_LIMIT_IN_SIGHT = 100_000;

    private final BareNode node;
    private final Callers callers;
    private final Admission.Links links;

    private AdmissionNode(BareNode node) {
        this.node = node;
        MajorityFence fence = new MajorityFence(System::nanoTime);
        node.spawn(Witness.create(fence), "witness");
        while (!fence.isOpen()) {
            LockSupport.parkNanos(50_000_000);
        }
        Limits limits = new Limits() {
            @Override
            public int global() {
                return NO_LIMIT_IN_SIGHT;
            }

            @Override
            public int tenant(String tenant) {
                return NO_LIMIT_IN_SIGHT;
            }
        };
        Admission.SlotWatch watch = new Admission.SlotWatch() {
            @Override
            public void inUse(String tenant, int slots) {}

            @Override
            public void gone() {}
        };
        this.links = new Admission.Links(
                limits, Duration.ofSeconds(30), Duration.ofMillis(2_500), (callId, replyTo) -> {}, fence, watch);
        ActorRef<Admission.Command> admission =
                ClusterSingleton.get(node.system()).init(SingletonActor.of(Admission.create(links), "admission"));
        this.callers = new Callers(admission, behavior -> node.spawn(behavior, "callers"));
    }

    static AdmissionNode start(DevCassandra cassandra) {
        return new AdmissionNode(BareNode.start(cassandra));
    }

    Callers callers() {
        return callers;
    }

    Cpu cpu() {
        return node.cpu();
    }

    /** How long another incarnation takes until it can answer: from the latest snapshot, and from the first event on. */
    String recovery(int time) {
        long start = System.nanoTime();
        ActorRef<Admission.Command> again = node.spawn(Admission.create(links), "admission-again-" + time);
        node.<Admission.Command, Admission.Use>ask(again, Admission.GetUse::new)
                .toCompletableFuture()
                .join();
        long fromSnapshot = System.nanoTime() - start;
        start = System.nanoTime();
        long events = node.<ActorRef<Long>, Long>ask(node.spawn(Replay.create(), "replay-" + time), replyTo -> replyTo)
                .toCompletableFuture()
                .join();
        double whole = (System.nanoTime() - start) / 1e9;
        return String.format(
                Locale.ROOT,
                "recovery    from the latest snapshot %.0f ms; all %d events without one %.2f s, %.0f events/s",
                fromSnapshot / 1e6,
                events,
                whole,
                events / whole);
    }

    @Override
    public void close() {
        node.close();
    }
}
