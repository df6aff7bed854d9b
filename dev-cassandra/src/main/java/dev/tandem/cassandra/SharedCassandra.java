package dev.tandem.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The node that all tests of one JVM share: started by the first that asks, stopped when the JVM ends.
 *
 * <p>The system property {@code tandem.test.cassandra=host:port}, or the environment variable {@code TANDEM_TEST_CASSANDRA}, names a running
 * node to use instead. Tests that share it keep apart by keyspace names or by ids.
 */
public final class SharedCassandra {
    private static final String PROPERTY = "tandem.test.cassandra";
    private static final String VARIABLE = "TANDEM_TEST_CASSANDRA";

    private final String contactPoint;

    private SharedCassandra(String contactPoint) {
        this.contactPoint = contactPoint;
    }

    /**
     * The shared node; blocks until it answers.
     *
     * @throws CassandraNotStarted when it does not come up
     */
    public static SharedCassandra get() {
        return Holder.NODE;
    }

    /** Where clients connect: {@code host:port}. */
    public String contactPoint() {
        return contactPoint;
    }

    /** The local datacenter's name that drivers ask for. */
    public String datacenter() {
        return DevCassandra.DATACENTER;
    }

    private static SharedCassandra start() {
        String running = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        if (running != null && !running.isBlank()) {
            return new SharedCassandra(running.strip());
        }
        try {
            Path target = Path.of("target").toAbsolutePath();
            Path folder = Files.isDirectory(target)
                    ? Files.createTempDirectory(target, "cassandra-")
                    : Files.createTempDirectory("tandem-cassandra-");
            DevCassandra node = DevCassandra.start(folder, 0);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                node.close();
                delete(folder);
            }));
            return new SharedCassandra(node.contactPoint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException left) {
            // A folder under target/ that stays behind harms nobody.
        }
    }

    private static final class Holder {
        private static final SharedCassandra NODE = start();
    }
}
