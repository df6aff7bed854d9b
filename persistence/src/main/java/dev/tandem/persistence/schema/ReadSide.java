package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.connectors.cassandra.javadsl.CassandraSession;
import org.apache.pekko.stream.connectors.cassandra.javadsl.CassandraSessionRegistry;
import org.apache.pekko.stream.javadsl.Source;

/** Statements on the read side, over the session the journal uses; the driver keeps what is prepared. */
public final class ReadSide {

    private static final String UPSERT = "tandem-upsert";
    private static final String CLAIM = "tandem-claim";

    private final CassandraSession session;

    public ReadSide(ClassicActorSystemProvider system) {
        this.session = CassandraSessionRegistry.get(system).sessionFor("pekko.persistence.cassandra");
    }

    /** A write that may be repeated without harm. */
    public CompletionStage<Done> upsert(String cql, Object... values) {
        return bound(UPSERT, cql, values).thenCompose(session::executeWrite);
    }

    /** A conditional write, never repeated by the driver; the row says in {@code [applied]} whether it was done, else what is there. */
    public CompletionStage<Row> compareAndSet(String cql, Object... values) {
        return bound(CLAIM, cql, values)
                .thenCompose(session::selectOne)
                .thenApply(
                        row -> row.orElseThrow(() -> new IllegalStateException("A conditional write had no result")));
    }

    public CompletionStage<Optional<Row>> one(String cql, Object... values) {
        return bound(UPSERT, cql, values).thenCompose(session::selectOne);
    }

    /** Rows as they are asked for, fetched by pages. */
    public Source<Row, NotUsed> rows(int pageSize, String cql, Object... values) {
        return Source.completionStage(bound(UPSERT, cql, values))
                .flatMapConcat(statement -> session.select(statement.setPageSize(pageSize)));
    }

    private CompletionStage<BoundStatement> bound(String profile, String cql, Object... values) {
        return session.prepare(cql).thenApply(prepared -> prepared.bind(values).setExecutionProfileName(profile));
    }
}
