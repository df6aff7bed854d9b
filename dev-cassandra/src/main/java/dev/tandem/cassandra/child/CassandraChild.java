package dev.tandem.cassandra.child;

import java.io.IOException;
import java.io.InputStream;
import org.apache.cassandra.service.CassandraDaemon;

/** The child JVM's main class: Cassandra's daemon, which never outlives the process that holds our standard input open. */
public final class CassandraChild {
    private CassandraChild() {}

    /**
     * Starts the daemon.
     *
     * @param arguments handed on to Cassandra
     */
    public static void main(String[] arguments) {
        InputStream parent = System.in;
        Thread watch = new Thread(() -> haltWhenEnded(parent), "parent-watch");
        watch.setDaemon(true);
        watch.start();
        CassandraDaemon.main(arguments);
    }

    private static void haltWhenEnded(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                // The parent writes nothing; only the end of the stream means something.
            }
        } catch (IOException broken) {
            // A broken pipe is an end too.
        }
        Runtime.getRuntime().halt(1);
    }
}
