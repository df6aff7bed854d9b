package dev.tandem.launcher.faults.scenario;

/** How much of a scenario is played. */
public enum Variant {
    /** Some minutes for all of them together, on two cores. */
    CI,
    /** As many faults as convince. */
    LONG;

    /** One of two values. */
    public <T> T pick(T ci, T whole) {
        return switch (this) {
            case CI -> ci;
            case LONG -> whole;
        };
    }
}
