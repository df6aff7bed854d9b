package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.connectors.cassandra.javadsl.CassandraSession;
import org.apache.pekko.stream.connectors.cassandra.javadsl.CassandraSessionRegistry;

/**
 * Statements over the session the journal uses, prepared once each. The driver is asked itself: every step of Pekko's session is a
 * future of Scala's, whose Java form takes another thread for whatever follows.
 */
final class Statements {

    private final CassandraSession session;
    private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();
    private volatile CqlSession driver;

    Statements(ClassicActorSystemProvider system) {
        this.session = CassandraSessionRegistry.get(system).sessionFor("pekko.persistence.cassandra");
    }

    CassandraSession session() {
        return session;
    }

    /** The first page, completed on a thread of the driver's that must not be kept. */
    CompletionStage<AsyncResultSet> execute(String profile, int pageSize, String cql, Object... values) {
        return bound(profile, cql, values)
                .thenCompose(statement -> driver.executeAsync(statement.setPageSize(pageSize)));
    }

    /** All in one request; they are not of one partition, so some may be done and others not when it fails. */
    CompletionStage<AsyncResultSet> executeAll(String profile, List<Upsert> upserts) {
        CompletionStage<BatchStatement> batch = CompletableFuture.completedStage(
                BatchStatement.newInstance(BatchType.UNLOGGED).setExecutionProfileName(profile));
        for (Upsert upsert : upserts) {
            batch = batch.thenCombine(
                    bound(profile, upsert.cql(), upsert.values().toArray()), BatchStatement::add);
        }
        return batch.thenCompose(all -> driver.executeAsync(all));
    }

    CompletionStage<BoundStatement> bound(String profile, String cql, Object... values) {
        PreparedStatement known = prepared.get(cql);
        CompletionStage<PreparedStatement> statement =
                known == null ? prepare(cql) : CompletableFuture.completedStage(known);
        return statement.thenApply(found -> found.bind(values).setExecutionProfileName(profile));
    }

    /** Statements are few and constant, so what is kept is bounded by the code. */
    private CompletionStage<PreparedStatement> prepare(String cql) {
        return session.underlying()
                .thenCompose(opened -> {
                    driver = opened;
                    return opened.prepareAsync(cql);
                })
                .thenApply(found -> {
                    prepared.put(cql, found);
                    return found;
                });
    }
}
