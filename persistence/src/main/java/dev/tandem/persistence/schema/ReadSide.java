package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.javadsl.Source;

/** Statements on the read side, over the session the journal uses; the driver keeps what is prepared. */
public final class ReadSide {

    private static final String UPSERT = "tandem-upsert";
    private static final String CLAIM = "tandem-claim";

    private static final int ONE_PAGE = 100;

    private final Statements statements;

    public ReadSide(ClassicActorSystemProvider system) {
        this.statements = new Statements(system);
    }

    /** A write that may be repeated without harm. */
    public CompletionStage<Done> upsert(String cql, Object... values) {
        return statements.execute(UPSERT, ONE_PAGE, cql, values).thenApply(rows -> Done.getInstance());
    }

    /** Several in one request, in no order; when it fails, some may be done. */
    public CompletionStage<Done> upsertAll(List<Upsert> upserts) {
        return statements.executeAll(UPSERT, upserts).thenApply(rows -> Done.getInstance());
    }

    /** A conditional write, never repeated by the driver; the row says in {@code [applied]} whether it was done, else what is there. */
    public CompletionStage<Row> compareAndSet(String cql, Object... values) {
        return statements.execute(CLAIM, ONE_PAGE, cql, values).thenApply(rows -> {
            Row row = rows.one();
            if (row == null) {
                throw new IllegalStateException("A conditional write had no result");
            }
            return row;
        });
    }

    public CompletionStage<Optional<Row>> one(String cql, Object... values) {
        return statements.execute(UPSERT, ONE_PAGE, cql, values).thenApply(rows -> Optional.ofNullable(rows.one()));
    }

    /** Rows as they are asked for, fetched by pages. */
    public Source<Row, NotUsed> rows(int pageSize, String cql, Object... values) {
        return Source.completionStage(statements.bound(UPSERT, cql, values))
                .flatMapConcat(statement -> statements.session().select(statement.setPageSize(pageSize)));
    }
}
