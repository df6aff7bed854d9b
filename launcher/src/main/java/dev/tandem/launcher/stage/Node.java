package dev.tandem.launcher.stage;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One node of a stage, in a process that may end, be paused and be started again. */
public final class Node implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(180);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    /** What its process does. */
    public enum State {
        DOWN,
        STARTING,
        RUNNING,
        PAUSED,
        LEAVING
    }

    /** Told when a node has ended that nobody asked to end. */
    @FunctionalInterface
    public interface Ended {
        void told(Node node, int exitCode, Unable inWords);
    }

    private final int number;
    private final NodePorts ports;
    private final HttpJson operator;
    private final Path pidFile;
    private final Supplier<ChildProcess> launch;
    private final Ended listener;

    private ChildProcess process;
    private Pause pause;
    private long startedAt;
    private boolean starting;
    private boolean asked;
    private boolean closed;

    Node(int number, StagePlan plan, Supplier<ChildProcess> launch, Ended listener) {
        this.number = number;
        this.ports = plan.ports().nodes().get(number - 1);
        this.operator = new HttpJson(ports.operatorUrl(), plan.secrets().adminToken());
        this.pidFile = plan.folder().nodePid(number);
        this.launch = launch;
        this.listener = listener;
    }

    /** From 1. */
    public int number() {
        return number;
    }

    /** Its ports, the same after every start. */
    public NodePorts ports() {
        return ports;
    }

    /** Its operator port. */
    public HttpJson operator() {
        return operator;
    }

    /** Its process id while it has one. */
    public synchronized OptionalLong pid() {
        return alive() ? OptionalLong.of(process.pid()) : OptionalLong.empty();
    }

    /** What its process does now. */
    public synchronized State state() {
        if (!alive()) {
            return State.DOWN;
        }
        if (pause != null) {
            return State.PAUSED;
        }
        if (starting) {
            return State.STARTING;
        }
        return asked ? State.LEAVING : State.RUNNING;
    }

    /** Starts its process; it is not ready yet. */
    public synchronized void start() {
        if (closed) {
            throw new Unable("Everything is being stopped.");
        }
        if (alive()) {
            throw new Unable(this + " runs already.");
        }
        ChildProcess child = launch.get();
        process = child;
        startedAt = System.nanoTime();
        starting = true;
        asked = false;
        child.ended().thenAccept(code -> ended(child, code));
        try {
            Files.writeString(pidFile, child.pid() + "\n");
        } catch (IOException e) {
            child.kill();
            throw new Unable("The file " + pidFile + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Returns once it is ready, with the time since its start; fails when it ends before, or is not ready within 3 minutes. */
    public Duration awaitReady(Consumer<Duration> waiting) throws InterruptedException {
        ChildProcess child = current();
        while (!ready()) {
            Duration elapsed = sinceStart();
            if (elapsed.compareTo(READY_WITHIN) > 0) {
                started();
                throw child.failure("was not ready within " + READY_WITHIN.toSeconds() + " s");
            }
            waiting.accept(elapsed);
            if (child.endedWithin(POLL)) {
                throw child.failure("ended while starting");
            }
        }
        return started();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        ChildProcess child = askToEnd();
        child.kill();
        child.endedWithin(GONE_WITHIN);
        wake();
    }

    /** SIGSTOP. */
    public synchronized void pause() throws InterruptedException {
        requireAlive();
        if (pause != null) {
            throw new Unable(this + " is paused already.");
        }
        pause = Pause.of(process.pid());
    }

    /** SIGCONT. */
    public synchronized void resume() {
        requireAlive();
        if (pause == null) {
            throw new Unable(this + " is not paused.");
        }
        wake();
    }

    /** SIGTERM, and a kill when it has not gone after so long; whether it went by itself. A paused one is woken first. */
    public boolean leave(Duration within) throws InterruptedException {
        wake();
        ChildProcess child = askToEnd();
        child.terminate();
        if (child.endedWithin(within)) {
            return true;
        }
        kill();
        return false;
    }

    /** Ends it for good, within 20 s; a paused one is killed, since what it would do on waking is of no use. */
    @Override
    public void close() {
        ChildProcess child;
        boolean paused;
        synchronized (this) {
            closed = true;
            asked = true;
            child = process;
            paused = pause != null;
        }
        if (child != null && child.alive()) {
            if (paused) {
                child.kill();
            }
            child.close();
        }
        wake();
    }

    @Override
    public String toString() {
        return "Node " + number;
    }

    private boolean ready() throws InterruptedException {
        // The token tells our node from one that somebody else runs on the same port.
        return operator.status("/ready") == 200 && operator.status("/api/v1/concurrency") == 200;
    }

    private void ended(ChildProcess child, int code) {
        boolean news;
        synchronized (this) {
            news = !asked && !starting;
            if (process == child) {
                starting = false;
                pidFile.toFile().delete();
            }
        }
        wake();
        if (news) {
            listener.told(this, code, child.failure("ended by itself with exit code " + code));
        }
    }

    private synchronized ChildProcess askToEnd() {
        requireAlive();
        asked = true;
        return process;
    }

    /** Also when it has ended meanwhile. */
    private synchronized ChildProcess current() {
        return process;
    }

    private synchronized void wake() {
        if (pause != null) {
            pause.close();
            pause = null;
        }
    }

    private void requireAlive() {
        if (!alive()) {
            throw new Unable(this + " is down.");
        }
    }

    private boolean alive() {
        return process != null && process.alive();
    }

    private synchronized Duration started() {
        starting = false;
        return sinceStart();
    }

    private synchronized Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }
}
