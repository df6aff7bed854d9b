package dev.tandem.benchmarks;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tandem.cassandra.DevCassandra;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.stream.connectors.cassandra.javadsl.CassandraSessionRegistry;

/** A cluster of one node with a node's configuration and journal, and nothing on it but what a benchmark puts there. */
public final class BareNode implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ActorSystem<SpawnProtocol.Command> system;
    private final long cassandraPid;

    private BareNode(ActorSystem<SpawnProtocol.Command> system, long cassandraPid) {
        this.system = system;
        this.cassandraPid = cassandraPid;
    }

    public static BareNode start(DevCassandra cassandra) {
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
        return new BareNode(system, cassandra.pid());
    }

    public ActorSystem<SpawnProtocol.Command> system() {
        return system;
    }

    public Cpu cpu() {
        return new Cpu(cassandraPid);
    }

    public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
                        system,
                        replyTo -> new SpawnProtocol.Spawn<>(behavior, name, Props.empty(), replyTo),
                        PATIENCE,
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    public <T, A> CompletionStage<A> ask(ActorRef<T> actor, Function<ActorRef<A>, T> question) {
        return AskPattern.ask(actor, question::apply, PATIENCE, system.scheduler());
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
