package dev.tandem.persistence.journal;

import dev.tandem.persistence.schema.ReadSide;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.persistence.typed.PersistenceId;

/** Takes out of the journal what was written only to try it; never what a call or the cluster wrote. */
public final class Scrap {

    /** What begins the persistence id of everything that may be taken out again. */
    public static final String ENTITY_TYPE = "Rehearsal";

    private static final String EVENTS =
            "DELETE FROM call_journal.messages WHERE persistence_id = ? AND partition_nr = 0";

    private static final String PREFIX = ENTITY_TYPE + PersistenceId.DefaultSeparator();

    private final ReadSide cassandra;

    public Scrap(ClassicActorSystemProvider system) {
        this.cassandra = new ReadSide(system);
    }

    public static PersistenceId persistenceId(String id) {
        return PersistenceId.of(ENTITY_TYPE, id);
    }

    /** Whether a persistence id is of such a one. */
    public static boolean isScrap(String persistenceId) {
        return persistenceId.startsWith(PREFIX);
    }

    /** Completes when nothing of it is left; may be repeated. */
    public CompletionStage<Done> takeOut(String id) {
        return cassandra.upsert(EVENTS, persistenceId(id).id());
    }
}
