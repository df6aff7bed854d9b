package dev.tandem.launcher.faults.schedule;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong.
 *
 * @param atMs when, after the scenario's faults begin
 * @param act what
 * @param target to whom: a node's number, {@code singleton} (whichever node has it then), {@code all}, or what the scenario says
 * @param forMs how long; 0 where that has no meaning
 */
public record Fault(long atMs, Act act, String target, long forMs) {
    /** The node that decides about slots when the fault happens. */
    public static final String SINGLETON = "singleton";

    /** Every node at once. */
    public static final String ALL = "all";

    /** To one node. */
    public static Fault of(Duration at, Act act, int node) {
        return new Fault(at.toMillis(), act, String.valueOf(node), 0);
    }

    /** To whoever the target says, for a while. */
    public static Fault lasting(Duration at, Act act, String target, Duration time) {
        return new Fault(at.toMillis(), act, target, time.toMillis());
    }

    /** One line for people. */
    public String text() {
        String time = forMs == 0 ? "" : " for %.1f s".formatted(forMs / 1000.0);
        return "+%.1f s %s %s%s".formatted(atMs / 1000.0, act.name().toLowerCase(Locale.ROOT), target, time);
    }
}
