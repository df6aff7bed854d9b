package dev.tandem.launcher.stage;

import dev.tandem.cassandra.CassandraNotStarted;
import dev.tandem.cassandra.DevCassandra;
import dev.tandem.launcher.Unable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The Cassandra of a stage, which may be stopped, killed, paused and started again on the same data and port. */
public final class Storage implements AutoCloseable {
    private final StagePlan plan;
    private final CompletableFuture<Unable> broken;

    private DevCassandra process;
    private Pause pause;
    private boolean endExpected;
    private boolean closed;

    Storage(StagePlan plan, CompletableFuture<Unable> broken) {
        this.plan = plan;
        this.broken = broken;
    }

    /** Starts it and returns once it answers. */
    public void start(Consumer<Duration> waiting) {
        try {
            DevCassandra started = DevCassandra.start(
                    plan.folder().cassandra(),
                    plan.premises().services(),
                    plan.ports().cassandra(),
                    plan.commitLog(),
                    waiting);
            started.ended().thenRun(() -> ended(started));
            keep(started);
        } catch (CassandraNotStarted e) {
            throw new Unable(e.getMessage(), e);
        }
    }

    /** Where clients connect, host and port. */
    public String contactPoint() {
        return plan.premises().services() + ":" + plan.ports().cassandra();
    }

    /** Whether it answers clients now. */
    public boolean answers() {
        DevCassandra asked;
        synchronized (this) {
            asked = process;
        }
        return asked != null && asked.answers();
    }

    /** Whether its process runs. */
    public synchronized boolean alive() {
        return process != null && process.alive();
    }

    /** From now until its next start its end breaks nothing. */
    public synchronized void expectEnd() {
        endExpected = true;
    }

    /** SIGTERM, and a kill when it has not gone within 20 s. */
    public void stop() {
        expectEnd();
        current().close();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        expectEnd();
        current().kill();
        wake();
    }

    /** SIGSTOP. */
    public synchronized void pause() throws InterruptedException {
        if (pause != null) {
            throw new Unable("Cassandra is paused already.");
        }
        pause = Pause.of(current().pid());
    }

    /** SIGCONT. */
    public void resume() {
        wake();
    }

    @Override
    public void close() {
        DevCassandra last;
        synchronized (this) {
            closed = true;
            endExpected = true;
            last = process;
        }
        wake();
        if (last != null) {
            last.close();
        }
    }

    private synchronized void keep(DevCassandra started) {
        process = started;
        endExpected = false;
        if (closed) {
            endExpected = true;
            started.close();
        }
    }

    private synchronized DevCassandra current() {
        if (process == null) {
            throw new Unable("Cassandra was not started.");
        }
        return process;
    }

    private synchronized void wake() {
        if (pause != null) {
            pause.close();
            pause = null;
        }
    }

    private synchronized void ended(DevCassandra which) {
        if (which == process && !endExpected) {
            broken.complete(new Unable("Cassandra ended by itself; see " + which.log()));
        }
    }
}
