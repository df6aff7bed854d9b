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

    private static final Future<?> NONE = Future.successful(null);

    private final JournalFence fence;
    private final MeasuredWrites writes;
    private final CallJournal calls;
    private final long partition;

    /** By persistence id; who begins anew while a write of his goes on hears of it only when it is done. */
    private final Map<String, Future<?>> writing = new ConcurrentHashMap<>();

    /** Made by Pekko, by name. */
    public FencedJournal(Config config, String path) {
        super(config, path);
        this.fence = JournalFence.of(context().system());
        this.writes = MeasuredWrites.of(context().system());
        this.calls = new CallJournal(context().system());
        this.partition = config.getLong("target-partition-size");
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

    /** Every new call waits for this: one read, where the plugin needs three to see that there is nothing. */
    @Override
    public Future<Object> asyncReadHighestSequenceNr(String persistenceId, long from) {
        if (!CallJournal.isCall(persistenceId) && !Scrap.isScrap(persistenceId)) {
            return super.asyncReadHighestSequenceNr(persistenceId, from);
        }
        Future<?> write = writing.getOrDefault(persistenceId, NONE);
        return write.transformWith(done -> FutureConverters.asScala(calls.last(persistenceId)), HERE)
                .flatMap(
                        last -> last < partition
                                ? Future.successful((Object) last)
                                : super.asyncReadHighestSequenceNr(persistenceId, from),
                        HERE);
    }
}
