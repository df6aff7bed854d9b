package dev.tandem.launcher.faults.schedule;

/** What a fault does; its target says to whom. */
public enum Act {
    /** SIGKILL. */
    KILL,
    /** SIGSTOP, and SIGCONT when it is over. */
    PAUSE,
    /** SIGTERM, then a new process. */
    REPLACE,
    /** No packet passes between the target and the other nodes; it reaches Cassandra and the provider. */
    CUT,
    /** No packet passes between the target and anybody. */
    ISOLATE,
    /** No packet passes from the target to the other nodes; theirs arrive. */
    CUT_ONE_WAY,
    /** SIGTERM of Cassandra, and a new process when it is over. */
    CASSANDRA_STOP,
    /** SIGKILL of Cassandra, and a new process when it is over. */
    CASSANDRA_KILL,
    /** SIGSTOP of Cassandra, and SIGCONT when it is over. */
    CASSANDRA_PAUSE,
    /** Cassandra has no room to write until it is over. */
    CASSANDRA_DISK_FULL,
    /** The clock of the target is off until it is over. */
    CLOCK,
    /** A fault of the simulator's own list, by the name that the target says. */
    PROVIDER
}
