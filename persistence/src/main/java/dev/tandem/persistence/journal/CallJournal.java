package dev.tandem.persistence.journal;

import dev.tandem.protocol.call.CallEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.persistence.cassandra.query.javadsl.CassandraReadJournal;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.stream.javadsl.Sink;

/** Reads the journal of one call by its persistence id: always complete, unlike anything read by tag. */
public final class CallJournal {

    /** The sharding type name of calls; part of every persistence id, so never changed. */
    public static final String ENTITY_TYPE = "Call";

    /** The longest journal that is read: an hour of call makes about 1,800 events. */
    public static final int MAX_EVENTS = 20_000;

    private final ClassicActorSystemProvider system;
    private final CassandraReadJournal journal;
    private final int maxEvents;

    public CallJournal(ClassicActorSystemProvider system) {
        this(system, MAX_EVENTS);
    }

    CallJournal(ClassicActorSystemProvider system, int maxEvents) {
        this.system = system;
        this.maxEvents = maxEvents;
        this.journal = PersistenceQuery.get(system)
                .getReadJournalFor(CassandraReadJournal.class, CassandraReadJournal.Identifier());
    }

    public static PersistenceId persistenceId(String callId) {
        return PersistenceId.of(ENTITY_TYPE, callId);
    }

    /** Whether a call can have this id at all: persistence ids set {@code |} apart and are not empty. */
    public static boolean canExist(String callId) {
        return !callId.isEmpty() && !callId.contains(PersistenceId.DefaultSeparator());
    }

    /** The call a persistence id belongs to. */
    public static String callId(String persistenceId) {
        return PersistenceId.extractEntityId(persistenceId);
    }

    /** The call's events in order, none when it was never offered; fails with {@link JournalTooLong} beyond {@link #MAX_EVENTS}, and when an event is {@link Unreadable}. */
    public CompletionStage<List<Recorded>> read(String callId) {
        if (!canExist(callId)) {
            return CompletableFuture.completedStage(List.of());
        }
        return journal.currentEventsByPersistenceId(persistenceId(callId).id(), 0, Long.MAX_VALUE)
                .map(e -> new Recorded(e.sequenceNr(), readable(callId, e)))
                .take(maxEvents + 1L)
                .runWith(Sink.seq(), system)
                .thenApply(events -> {
                    if (events.size() > maxEvents) {
                        throw new JournalTooLong(callId, maxEvents);
                    }
                    return events;
                });
    }

    private static CallEvent readable(String callId, EventEnvelope envelope) {
        if (envelope.event() instanceof CallEvent event) {
            return event;
        }
        throw new IllegalStateException("The journal of call " + callId + " holds at " + envelope.sequenceNr()
                + " what this version cannot read: " + envelope.event());
    }
}
