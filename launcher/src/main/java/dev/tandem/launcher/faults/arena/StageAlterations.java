package dev.tandem.launcher.faults.arena;

/**
 * What a scenario's stage has that the usual one has not.
 *
 * @param cuttable the network between the nodes can be cut
 * @param smallDisk Cassandra's data is on a file system of its own, small enough to be filled
 */
public record StageAlterations(boolean cuttable, boolean smallDisk) {
    /** Nothing. */
    public static final StageAlterations NONE = new StageAlterations(false, false);

    /** A network that can be cut. */
    public static final StageAlterations CUTTABLE = new StageAlterations(true, false);

    /** A disk that can be filled. */
    public static final StageAlterations SMALL_DISK = new StageAlterations(false, true);

    /** Whether a scenario that wants these can be played here: a small disk is for nobody else. */
    public boolean allow(StageAlterations wanted) {
        return smallDisk == wanted.smallDisk && (cuttable || !wanted.cuttable);
    }

    /** These, and a network that can be cut if that is wanted. */
    public StageAlterations orCuttable(boolean wanted) {
        return new StageAlterations(cuttable || wanted, smallDisk);
    }
}
