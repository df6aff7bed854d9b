package dev.tandem.node;

import com.typesafe.config.Config;
import java.io.IOException;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.cassandra.journal.CassandraJournal;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
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

    /** Made by Pekko, by name. */
    public FencedJournal(Config config, String path) {
        super(config, path);
        this.fence = JournalFence.of(context().system());
        this.writes = MeasuredWrites.of(context().system());
    }

    @Override
    public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
        long began = System.nanoTime();
        Future<Seq<Try<BoxedUnit>>> written = fence.isOpen()
                ? super.asyncWriteMessages(messages)
                : Futures.failed(new IOException("this node may not write now: no majority has answered it"));
        // All messages of one write are of one writer.
        String writer = messages.isEmpty() ? "" : messages.head().persistenceId();
        written.onComplete(
                done -> {
                    writes.wrote(writer, done.isSuccess(), System.nanoTime() - began);
                    return null;
                },
                HERE);
        return written;
    }
}
