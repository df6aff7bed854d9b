package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.connectors.cassandra.CqlSessionProvider;
import org.apache.pekko.stream.connectors.cassandra.DriverConfigLoaderFromConfig;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** Opens the one session a node has with Cassandra, at the contact points of {@code tandem.cassandra}. */
public final class CassandraConnection implements CqlSessionProvider {

    private final ActorSystem system;
    private final Config config;
    private final BooleanSupplier maySpeak;

    /** Called by the journal plugin, by name; {@code config} is {@code pekko.persistence.cassandra}. */
    public CassandraConnection(ActorSystem system, Config config) {
        this(system, config, () -> true);
    }

    /** @param maySpeak asked right before each statement goes out; those of a node that may not fail */
    public CassandraConnection(ActorSystem system, Config config, BooleanSupplier maySpeak) {
        this.system = system;
        this.config = config;
        this.maySpeak = maySpeak;
    }

    @Override
    public Future<CqlSession> connect(ExecutionContext executionContext) {
        CassandraSettings settings =
                CassandraSettings.of(system.settings().config().getConfig("tandem.cassandra"));
        CompletionStage<CqlSession> session = LastLook.sessions(maySpeak)
                .withConfigLoader(
                        DriverConfigLoaderFromConfig.fromConfig(CqlSessionProvider.driverConfig(system, config)))
                .addContactPoints(settings.contactPoints())
                .buildAsync();
        if (settings.createSchema()) {
            session = session.thenCompose(open -> created(open, settings));
        }
        return FutureConverters.asScala(session);
    }

    private static CompletionStage<CqlSession> created(CqlSession session, CassandraSettings settings) {
        return Schema.create(session, settings.localDatacenter(), 1)
                .thenApply(done -> session)
                .exceptionallyCompose(
                        failure -> session.closeAsync().thenCompose(closed -> CompletableFuture.failedStage(failure)));
    }
}
