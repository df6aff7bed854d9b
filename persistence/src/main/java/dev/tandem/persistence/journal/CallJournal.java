package dev.tandem.persistence.journal;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.tandem.persistence.schema.JournalReads;
import dev.tandem.protocol.call.CallEvent;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;

/**
 * Reads the journal of one call by its persistence id: always complete. A call's events are all in the first partition, which has room
 * for 500,000, and none is ever deleted alone; so one statement does, where the plugin's query asks three times.
 */
public final class CallJournal {

    /** The sharding type name of calls; part of every persistence id, so never changed. */
    public static final String ENTITY_TYPE = "Call";

    /** The longest journal that is read: an hour of call makes about 1,800 events. */
    public static final int MAX_EVENTS = 20_000;

    private static final int PAGE = 500;

    private static final String EVENTS = "SELECT sequence_nr, ser_id, ser_manifest, event FROM call_journal.messages"
            + " WHERE persistence_id = ? AND partition_nr = 0";

    private static final String LAST = "SELECT sequence_nr FROM call_journal.messages"
            + " WHERE persistence_id = ? AND partition_nr = 0 ORDER BY sequence_nr DESC LIMIT 1";

    private static final String PREFIX = ENTITY_TYPE + PersistenceId.DefaultSeparator();

    private final JournalReads reads;
    private final Serialization serialization;
    private final Executor executor;
    private final int maxEvents;

    public CallJournal(ClassicActorSystemProvider system) {
        this(system, MAX_EVENTS);
    }

    CallJournal(ClassicActorSystemProvider system, int maxEvents) {
        this.reads = new JournalReads(system);
        this.serialization = SerializationExtension.get(system);
        this.executor = system.classicSystem().dispatcher();
        this.maxEvents = maxEvents;
    }

    public static PersistenceId persistenceId(String callId) {
        return PersistenceId.of(ENTITY_TYPE, callId);
    }

    /** Whether a call can have this id at all: persistence ids set {@code |} apart and are not empty. */
    public static boolean canExist(String callId) {
        return !callId.isEmpty() && !callId.contains(PersistenceId.DefaultSeparator());
    }

    /** Whether a persistence id is a call's. */
    public static boolean isCall(String persistenceId) {
        return persistenceId.startsWith(PREFIX);
    }

    /** The sequence number of the last event under a call's persistence id, 0 when there is none. */
    public CompletionStage<Long> last(String persistenceId) {
        return reads.query(1, LAST, persistenceId)
                .thenApply(rows -> rows.remaining() == 0 ? 0L : rows.one().getLong("sequence_nr"));
    }

    /** The call's events in order, none when it was never offered; fails with {@link JournalTooLong} beyond {@link #MAX_EVENTS}, and when an event is {@link Unreadable}. */
    public CompletionStage<List<Recorded>> read(String callId) {
        if (!canExist(callId)) {
            return CompletableFuture.completedStage(List.of());
        }
        return reads.query(PAGE, EVENTS, persistenceId(callId).id())
                .thenComposeAsync(page -> read(callId, page, new ArrayList<>()), executor);
    }

    private CompletionStage<List<Recorded>> read(String callId, AsyncResultSet page, List<Recorded> events) {
        for (Row row : page.currentPage()) {
            events.add(new Recorded(row.getLong("sequence_nr"), event(callId, row)));
        }
        if (events.size() > maxEvents) {
            throw new JournalTooLong(callId, maxEvents);
        }
        return page.hasMorePages()
                ? page.fetchNextPage().thenComposeAsync(next -> read(callId, next, events), executor)
                : CompletableFuture.completedStage(events);
    }

    private CallEvent event(String callId, Row row) {
        Object event = stored(row);
        if (event instanceof CallEvent readable) {
            return readable;
        }
        throw new IllegalStateException("The journal of call " + callId + " holds at " + row.getLong("sequence_nr")
                + " what this version cannot read: " + event);
    }

    private Object stored(Row row) {
        try {
            return serialization.deserializeByteBuffer(
                    row.getByteBuffer("event"), row.getInt("ser_id"), row.getString("ser_manifest"));
        } catch (NotSerializableException e) {
            return e;
        }
    }
}
