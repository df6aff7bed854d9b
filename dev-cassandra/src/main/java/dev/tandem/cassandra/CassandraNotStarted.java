package dev.tandem.cassandra;

/** Says in one sentence for people why the node did not come up, and where its log is. */
public final class CassandraNotStarted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CassandraNotStarted(String message, Throwable cause) {
        super(message, cause);
    }
}
