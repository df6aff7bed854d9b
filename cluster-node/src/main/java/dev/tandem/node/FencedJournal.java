package dev.tandem.node;

import com.typesafe.config.Config;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.journal.Scrap;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.cassandra.journal.CassandraJournal;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * The journal as this node writes it: not at all while another node may write in its place, and every write measured. Calls and admission
 * look at their fence before they decide; what sharding journals by itself, the ids that it remembers, is only stopped here.
 */
public final class FencedJournal extends CassandraJournal {
    /** To record a number is not worth another thread. */
    private static final ExecutionContext HERE = ExecutionContext.fromExecutor(Runnable::run);

    private final JournalFence fence;
    private final MeasuredWrites writes;
    private final CallJournal calls;

    /** By persistence id. */
    private final Map<String, Future<?>> writing = new ConcurrentHashMap<>();

    /** Made by Pekko, by name. */
    public FencedJournal(Config config, String path) {
        super(config, path);
        this.fence = JournalFence.of(context().system());
        this.writes = MeasuredWrites.of(context().system());
        this.calls = new CallJournal(context().system());
    }

    @Override
    public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
        long began = System.nanoTime();
        Future<Seq<Try<BoxedUnit>>> written = fence.isOpen()
                ? super.asyncWriteMessages(messages)
                : Futures.failed(new IOException("this node may not write now: no majority has answered it"));
        // All messages of one write are of one writer.
        String writer = messages.isEmpty() ? "" : messages.head().persistenceId();
        writing.put(writer, written);
        written.onComplete(
                done -> {
                    writing.remove(writer, written);
                    writes.wrote(writer, done.isSuccess(), System.nanoTime() - began);
                    return null;
                },
                HERE);
        return written;
    }

    /**
     * Every call waits for this before its first event: one read, where the plugin needs two or three. A call's events are all in the first
     * partition and none is ever deleted alone. Whoever has a write under way is looked up by the plugin, which waits for its end.
     */
    @Override
    public Future<Object> asyncReadHighestSequenceNr(String persistenceId, long from) {
        boolean isCall = CallJournal.isCall(persistenceId) || Scrap.isScrap(persistenceId);
        return isCall && !writing.containsKey(persistenceId)
                ? FutureConverters.asScala(calls.last(persistenceId).thenApply(Object.class::cast))
                : super.asyncReadHighestSequenceNr(persistenceId, from);
    }
}
