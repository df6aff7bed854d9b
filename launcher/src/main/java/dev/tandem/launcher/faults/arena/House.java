package dev.tandem.launcher.faults.arena;

/**
 * The limit of all tenants together that a stage plays under. Another one means new nodes, on the same Cassandra.
 */
public enum House {
    /** Nobody is refused. */
    ROOMY(400),
    /** Fewer than call. */
    TIGHT(50);

    private final int globalLimit;

    House(int globalLimit) {
        this.globalLimit = globalLimit;
    }

    /** Of calls at one time. */
    public int globalLimit() {
        return globalLimit;
    }
}
