package dev.tandem.launcher.check;

import java.util.ArrayList;
import java.util.List;

/**
 * One call with the verdict on it.
 *
 * @param call what the API says
 * @param truth what was said
 * @param differences between the two transcripts
 */
public record CheckedCall(ObservedCall call, List<TruthLine> truth, List<Difference> differences) {
    /** Holds the call against the truth. */
    public static CheckedCall of(ObservedCall call, List<TruthLine> truth) {
        return new CheckedCall(call, truth, TranscriptCheck.compare(truth, call.transcript()));
    }

    /** Whether the transcript is the truth, which must not be silence. */
    public boolean transcriptEqual() {
        return differences.isEmpty() && !truth.isEmpty();
    }

    /**
     * What is wrong with the call, a clause each; empty when it is right: finished, every delivered turn told once, in order and to the
     * byte, no gap, summarised. Where limits are meant to refuse, a refused call that said nothing is right too.
     */
    public List<String> faults(boolean refusalsExpected) {
        List<String> faults = new ArrayList<>();
        if (refusalsExpected && call.refusedByLimit()) {
            if (!truth.isEmpty() || !call.transcript().isEmpty()) {
                faults.add("was refused and yet spoke");
            }
            return faults;
        }
        if (!call.status().equals("finished")) {
            faults.add("is " + call.status() + (call.termination().isEmpty() ? "" : " (" + call.termination() + ")"));
        }
        if (truth.isEmpty()) {
            faults.add("has no delivered turn");
        }
        if (call.turns() != truth.size()) {
            faults.add("counts " + call.turns() + " turns where " + truth.size() + " were delivered");
        }
        differences.forEach(difference -> faults.add("item " + difference.itemId() + " " + difference.explanation()));
        if (call.gaps() > 0) {
            faults.add("has " + call.gaps() + (call.gaps() == 1 ? " gap" : " gaps"));
        }
        if (!call.summaryState().equals("ready") || call.summary().isBlank()) {
            faults.add("has no summary");
        }
        return faults;
    }

    /** Whether all is well but that items are missing and the call says so by a gap, as it may when its node was lost. */
    public boolean rightButForGaps() {
        return call.gaps() > 0
                && call.status().equals("finished")
                && call.summaryState().equals("ready")
                && !truth.isEmpty()
                && differences.stream().allMatch(Difference.Missing.class::isInstance);
    }
}
