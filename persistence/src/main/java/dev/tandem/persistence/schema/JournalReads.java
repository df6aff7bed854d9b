package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/** Statements that read the journal, as consistently as it is written. */
public final class JournalReads {

    /** The profile with which the journal's plugin reads and writes: QUORUM. */
    private static final String PROFILE = "pekko-persistence-cassandra-profile";

    private final Statements statements;

    public JournalReads(ClassicActorSystemProvider system) {
        this.statements = new Statements(system);
    }

    /** The first page, on a thread of the driver's that must not be kept. */
    public CompletionStage<AsyncResultSet> query(int pageSize, String cql, Object... values) {
        return statements.execute(PROFILE, pageSize, cql, values);
    }
}
