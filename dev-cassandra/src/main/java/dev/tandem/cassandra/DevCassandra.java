package dev.tandem.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A real Cassandra node of this machine, in a JVM of its own that ends with ours, also when ours is killed.
 *
 * <p>For development and tests: one node, no authentication, 127.0.0.1 unless told otherwise, datacenter {@code datacenter1}, about 900 MB
 * of memory. It takes 8 to 20 s to start. As in Cassandra's own {@code cassandra.yaml} it stops serving when its disk fails or is full.
 */
public final class DevCassandra implements AutoCloseable {
    /** The only datacenter of the node: SimpleSnitch's name for it. */
    public static final String DATACENTER = "datacenter1";

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final long POLL_MS = 250;
    private static final int LOG_LINES_SHOWN = 5;

    private final Process process;
    private final NodeFolder folder;
    private final CqlAddress address;

    private DevCassandra(Process process, NodeFolder folder, CqlAddress address) {
        this.process = process;
        this.folder = folder;
        this.address = address;
    }

    /**
     * Starts a node and waits until it answers, at most 90 s.
     *
     * @param folder holds the node's data and log; a folder used before keeps its data
     * @param port for CQL clients; 0 takes a free one
     * @throws CassandraNotStarted when it ends or stays silent, naming the log file
     */
    public static DevCassandra start(Path folder, int port) {
        return start(folder, port, elapsed -> {});
    }

    /**
     * Starts a node as {@link #start(Path, int)} does and tells how long it has been waiting.
     *
     * @param progress called about four times a second from this thread; must not block
     */
    public static DevCassandra start(Path folder, int port, Consumer<Duration> progress) {
        return start(folder, CqlAddress.LOOPBACK, port, CommitLog.QUICK, progress);
    }

    /**
     * Starts a node as {@link #start(Path, int, Consumer)} does, for clients that reach it by another address of this machine.
     *
     * @param host an IP address; nobody is asked who they are there, so it must not be reachable from outside
     * @param commitLog what an acknowledged write is worth
     */
    public static DevCassandra start(
            Path folder, String host, int port, CommitLog commitLog, Consumer<Duration> progress) {
        return start(folder, new CqlAddress(host, port), commitLog, progress, ChildJdk.choose());
    }

    static DevCassandra start(
            Path folder, CqlAddress wanted, CommitLog commitLog, Consumer<Duration> progress, ChildJdk jdk) {
        DevCassandra node;
        try {
            CqlAddress address = wanted.port() == 0 ? new CqlAddress(wanted.host(), freePort()) : wanted;
            if (taken(address)) {
                throw new CassandraNotStarted(
                        "Port " + address.port() + " is taken by another process; give Cassandra another one.", null);
            }
            NodeFolder files = NodeFolder.create(folder, address, freePort(), commitLog);
            node = new DevCassandra(launch(jdk, files), files, address);
        } catch (IOException e) {
            throw new CassandraNotStarted(
                    "Cassandra's process could not be started in " + folder + ": " + e.getMessage(), e);
        }
        try {
            node.awaitReady(progress);
            return node;
        } catch (RuntimeException | Error failed) {
            node.process.destroyForcibly();
            throw failed;
        }
    }

    /** Where clients connect, such as {@code 127.0.0.1:9042}. */
    public String contactPoint() {
        return address.toString();
    }

    /** The file that Cassandra logs to. */
    public Path log() {
        return folder.log();
    }

    /** The child's process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the child still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Completes when the child has ended, for whatever reason. */
    public CompletableFuture<Void> ended() {
        return process.onExit().thenAccept(child -> {});
    }

    /** Waits for the child's end; false when it still runs after that time. */
    boolean ended(long time, TimeUnit unit) throws InterruptedException {
        return process.waitFor(time, unit);
    }

    /** Whether it answers clients now. */
    public boolean answers() {
        return CqlOptions.answered(address);
    }

    /** SIGKILL, as a machine that loses its power; what its disk holds by then stays. Returns when the process is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops the node: SIGTERM, then after 20 s a kill. Returns when the process is gone. */
    @Override
    public void close() {
        // Not Process.destroy: it closes the child's standard input first, which halts it before it has flushed.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Process launch(ChildJdk jdk, NodeFolder files) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ChildCommand.of(jdk, files))
                .directory(files.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
        // Options meant for our JVM may be unknown to another version's.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return builder.start();
    }

    private void awaitReady(Consumer<Duration> progress) {
        long started = System.nanoTime();
        while (!CqlOptions.answered(address)) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
            if (elapsed.compareTo(READY_WITHIN) > 0) {
                throw notStarted("Cassandra did not answer within " + READY_WITHIN.toSeconds() + " s");
            }
            progress.accept(elapsed);
            try {
                if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                    throw notStarted("Cassandra ended with exit code " + process.exitValue() + " while starting");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw notStarted("Cassandra's start was interrupted");
            }
        }
    }

    private CassandraNotStarted notStarted(String what) {
        String shown;
        try (Stream<String> lines = Files.lines(folder.log())) {
            List<String> all = lines.toList();
            List<String> errors =
                    all.stream().filter(line -> line.contains(" ERROR ")).toList();
            List<String> telling = errors.isEmpty() ? all : errors;
            shown = String.join("\n  ", telling.subList(Math.max(0, telling.size() - LOG_LINES_SHOWN), telling.size()));
        } catch (IOException | UncheckedIOException unreadable) {
            shown = "(unreadable)";
        }
        return new CassandraNotStarted(what + "; see " + folder.log() + ", which says:\n  " + shown, null);
    }

    private static boolean taken(CqlAddress address) {
        try (ServerSocket socket = new ServerSocket(address.port(), 1, InetAddress.getByName(address.host()))) {
            return !socket.isBound();
        } catch (IOException refused) {
            return true;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(CqlAddress.LOOPBACK))) {
            return socket.getLocalPort();
        }
    }
}
