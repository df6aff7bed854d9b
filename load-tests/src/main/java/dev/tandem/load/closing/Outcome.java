package dev.tandem.load.closing;

import dev.tandem.load.measure.Consumption;
import dev.tandem.load.measure.Percentiles;
import java.util.List;
import java.util.Map;

/**
 * What a run has come to.
 *
 * @param seconds from its first call to the end of its last one
 * @param placed calls, of which {@code right} were carried and told as they were, {@code refused} turned away by reason, {@code wrong} the
 *     rest
 * @param successPercent the right ones of those that had to be carried
 * @param mostLive calls at one moment
 * @param times measured, by what they are of, in milliseconds
 * @param clockErrorMs how wrong the times against the simulator's clock may be
 */
public record Outcome(
        double seconds,
        int placed,
        int right,
        Map<String, Integer> refused,
        int wrong,
        double successPercent,
        int mostLive,
        Map<String, Percentiles> times,
        double clockErrorMs,
        List<Consumption> consumptions,
        List<Finding> findings) {
    /** Whether everything holds. */
    public boolean green() {
        return findings.stream().allMatch(Finding::holds);
    }
}
