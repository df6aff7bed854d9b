package dev.tandem.node;

import com.typesafe.config.Config;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.journal.Scrap;
import java.io.IOException;
import java.time.Duration;
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

    /** A call whose write failed begins anew within seconds, again and again. */
    private static final long LATELY_NANOS = Duration.ofMinutes(1).toNanos();

    private final JournalFence fence;
    private final MeasuredWrites writes;
    private final CallJournal calls;

    /** By persistence id; the plugin lets who begins anew wait for them. */
    private final Map<String, Future<?>> writing = new ConcurrentHashMap<>();

    private volatile long failedAt = System.nanoTime() - LATELY_NANOS;

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
        writing.put(writer, noted(written));
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
     * Every new call waits for this: one read, where the plugin needs three to see that there is nothing. Not while something failed lately:
     * a Cassandra that slept answers a read while it still applies writes that were given up, and each read more lets it. Nor for whoever
     * has a journal: the node he comes from may have died in the middle of a write.
     */
    @Override
    public Future<Object> asyncReadHighestSequenceNr(String persistenceId, long from) {
        boolean isCall = CallJournal.isCall(persistenceId) || Scrap.isScrap(persistenceId);
        if (!isCall || writing.containsKey(persistenceId) || hasFailedLately()) {
            return noted(super.asyncReadHighestSequenceNr(persistenceId, from));
        }
        return look(persistenceId)
                .flatMap(
                        found -> found.equals(0L)
                                ? Future.<Object>successful(found)
                                : look(persistenceId).flatMap(again -> look(persistenceId), HERE),
                        HERE);
    }

    private Future<Object> look(String persistenceId) {
        return noted(FutureConverters.asScala(calls.last(persistenceId).thenApply(Object.class::cast)));
    }

    private boolean hasFailedLately() {
        return System.nanoTime() - failedAt < LATELY_NANOS;
    }

    private <T> Future<T> noted(Future<T> asked) {
        asked.failed()
                .foreach(
                        failure -> {
                            failedAt = System.nanoTime();
                            return null;
                        },
                        HERE);
        return asked;
    }
}
