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

    /** By persistence id; touched by this actor alone but for what is removed. */
    private final Map<String, Future<Object>> afterWriting = new ConcurrentHashMap<>();

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
     * Every call waits for this before its first event: one read, where the plugin needs three or four. A call's events are all in the first
     * partition and none is ever deleted alone.
     */
    @Override
    public Future<Object> asyncReadHighestSequenceNr(String persistenceId, long from) {
        if (writing.containsKey(persistenceId)) {
            return afterWriting(persistenceId, from);
        }
        boolean isCall = CallJournal.isCall(persistenceId) || Scrap.isScrap(persistenceId);
        return isCall
                ? FutureConverters.asScala(calls.last(persistenceId).thenApply(Object.class::cast))
                : super.asyncReadHighestSequenceNr(persistenceId, from);
    }

    /** The plugin waits for the write's end, which while Cassandra is away may be long; whoever asks again meanwhile waits for the same read. */
    private Future<Object> afterWriting(String persistenceId, long from) {
        Future<Object> asked = afterWriting.get(persistenceId);
        if (asked != null) {
            return asked;
        }
        Future<Object> read = super.asyncReadHighestSequenceNr(persistenceId, from);
        afterWriting.put(persistenceId, read);
        read.onComplete(
                done -> {
                    afterWriting.remove(persistenceId, read);
                    return null;
                },
                HERE);
        return read;
    }
}
