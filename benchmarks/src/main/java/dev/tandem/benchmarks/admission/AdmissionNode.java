package dev.tandem.benchmarks.admission;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tandem.admission.Admission;
import dev.tandem.admission.Limits;
import dev.tandem.admission.MajorityFence;
import dev.tandem.admission.Witness;
import dev.tandem.cassandra.DevCassandra;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.stream.connectors.cassandra.javadsl.CassandraSessionRegistry;

/** A cluster of one node that holds nothing but admission: singleton, fence, witness and journal as in production. */
final class AdmissionNode implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NO_LIMIT_IN_SIGHT = 100_000;

    private final ActorSystem<SpawnProtocol.Command> system;
    private final long cassandraPid;
    private final Callers callers;
    private final Admission.Links links;

    private AdmissionNode(ActorSystem<SpawnProtocol.Command> system, long cassandraPid) {
        this.system = system;
        this.cassandraPid = cassandraPid;
        MajorityFence fence = new MajorityFence(System::nanoTime);
        spawn(Witness.create(fence), "witness");
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
                ClusterSingleton.get(system).init(SingletonActor.of(Admission.create(links), "admission"));
        this.callers = new Callers(admission, behavior -> spawn(behavior, "callers"));
    }

    static AdmissionNode start(DevCassandra cassandra) {
        Config config = ConfigFactory.parseMap(Map.of(
                        "tandem.node.remoting-port",
                        0,
                        "tandem.cassandra.contact-points",
                        cassandra.contactPoint(),
                        "tandem.cassandra.local-datacenter",
                        DevCassandra.DATACENTER,
                        "tandem.cassandra.create-schema",
                        true,
                        "pekko.loglevel",
                        "WARNING",
                        "pekko.coordinated-shutdown.exit-jvm",
                        "off"))
                .withFallback(ConfigFactory.parseResources("application.conf"));
        ActorSystem<SpawnProtocol.Command> system =
                ActorSystem.create(SpawnProtocol.create(), "tandem", ConfigFactory.load(config));
        // As a node does: nothing starts before Cassandra is there with its schema.
        CassandraSessionRegistry.get(system)
                .sessionFor("pekko.persistence.cassandra")
                .underlying()
                .toCompletableFuture()
                .join();
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return new AdmissionNode(system, cassandra.pid());
    }

    Callers callers() {
        return callers;
    }

    Cpu cpu() {
        return new Cpu(cassandraPid);
    }

    /** How long another incarnation takes until it can answer: from the latest snapshot, and from the first event on. */
    String recovery(int time) {
        long start = System.nanoTime();
        ActorRef<Admission.Command> again = spawn(Admission.create(links), "admission-again-" + time);
        AskPattern.<Admission.Command, Admission.Use>ask(again, Admission.GetUse::new, PATIENCE, system.scheduler())
                .toCompletableFuture()
                .join();
        long fromSnapshot = System.nanoTime() - start;
        start = System.nanoTime();
        long events = AskPattern.<ActorRef<Long>, Long>ask(
                        spawn(Replay.create(), "replay-" + time), replyTo -> replyTo, PATIENCE, system.scheduler())
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

    private <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
                        system,
                        replyTo -> new SpawnProtocol.Spawn<>(behavior, name, Props.empty(), replyTo),
                        PATIENCE,
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            System.err.println("the node did not end: " + late.getMessage());
        }
    }
}
