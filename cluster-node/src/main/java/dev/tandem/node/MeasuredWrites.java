package dev.tandem.node;

import dev.tandem.metrics.JournalMetrics;
import dev.tandem.metrics.JournalMetrics.Writer;
import dev.tandem.persistence.journal.CallJournal;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;

/** Where the journal, which Pekko makes, finds the meters, which the node makes. Nothing is measured until there are some. */
final class MeasuredWrites implements Extension {

    private volatile JournalMetrics meters;

    /** Of this actor system. */
    static MeasuredWrites of(ActorSystem system) {
        return Id.INSTANCE.get(system);
    }

    /** From now on writes are measured here. */
    void measuredBy(JournalMetrics journal) {
        meters = journal;
    }

    /** A write of that persistence id was done. */
    void wrote(String persistenceId, boolean succeeded, long nanos) {
        JournalMetrics journal = meters;
        if (journal != null) {
            journal.wrote(writer(persistenceId), succeeded, nanos);
        }
    }

    /** Whoever is neither a call nor admission is sharding: nobody else journals. */
    private static Writer writer(String persistenceId) {
        if (CallJournal.isCall(persistenceId)) {
            return Writer.CALL;
        }
        return persistenceId.equals("Admission") ? Writer.ADMISSION : Writer.SHARDING;
    }

    private static final class Id extends AbstractExtensionId<MeasuredWrites> implements ExtensionIdProvider {
        private static final Id INSTANCE = new Id();

        @Override
        public MeasuredWrites createExtension(ExtendedActorSystem system) {
            return new MeasuredWrites();
        }

        @Override
        public Id lookup() {
            return this;
        }
    }
}
