package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
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
        CompletionStage<CqlSession> session = builder(
                        LastLook.sessions(maySpeak),
                        settings,
                        DriverConfigLoaderFromConfig.fromConfig(CqlSessionProvider.driverConfig(system, config)))
                .buildAsync();
        session = session.thenApply(SettledWrites::new);
        if (settings.createSchema()) {
            session = session.thenCompose(open -> created(open, settings));
        }
        return FutureConverters.asScala(session);
    }

    /** A session to be, with contact points, credentials and TLS as configured. */
    static CqlSessionBuilder builder(CqlSessionBuilder plain, CassandraSettings settings, DriverConfigLoader driver) {
        CqlSessionBuilder builder = plain.withConfigLoader(driver).addContactPoints(settings.contactPoints());
        settings.credentials().ifPresent(who -> builder.withAuthCredentials(who.username(), who.password()));
        settings.tls()
                .ifPresent(tls -> builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(
                        // Never a name that a reverse lookup gives: it proves nothing of the certificate's owner.
                        tls.context(), null, tls.verifyHostname(), false)));
        return builder;
    }

    private static CompletionStage<CqlSession> created(CqlSession session, CassandraSettings settings) {
        return Schema.create(session, settings.localDatacenter(), 1)
                .thenApply(done -> session)
                .exceptionallyCompose(
                        failure -> session.closeAsync().thenCompose(closed -> CompletableFuture.failedStage(failure)));
    }
}
