package dev.tandem.cassandra;

/** When a write counts as stored. */
public enum CommitLog {
    /** Before it is on the disk, for speed: a node that is killed loses what it acknowledged in its last 100 ms. */
    QUICK("commitlog_sync: periodic\ncommitlog_sync_period: 10000ms"),
    /** Once it is on the disk: a node that is killed has all that it acknowledged. */
    SYNCED("commitlog_sync: batch");

    private final String yaml;

    CommitLog(String yaml) {
        this.yaml = yaml;
    }

    /** Lines of cassandra.yaml. */
    String yaml() {
        return yaml;
    }
}
