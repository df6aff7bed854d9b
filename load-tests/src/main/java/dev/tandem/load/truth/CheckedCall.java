package dev.tandem.load.truth;

import java.util.ArrayList;
import java.util.List;

/**
 * One call with the verdict on it.
 *
 * @param id the provider's
 * @param truth what happened
 * @param shown what the API says
 */
public record CheckedCall(String id, CallTruth truth, ShownCall shown) {

    /** What became of a call. */
    public sealed interface Fate {
        /** Carried to its end, and told as it was. */
        record Right() implements Fate {}

        /** Turned away before anybody spoke. */
        record Refused(String reason, boolean byLimit) implements Fate {}

        /** Anything else, a clause for each fault. */
        record Wrong(List<String> faults) implements Fate {}
    }

    /** The verdict. */
    public Fate fate() {
        if (truth.rejected() && truth.accepts() == 0) {
            return shown.transcript().isEmpty()
                    ? new Fate.Refused(
                            shown.reason().isEmpty() ? "unexplained" : shown.reason(), shown.refusedByLimit())
                    : new Fate.Wrong(List.of("was refused and yet has a transcript"));
        }
        List<String> faults = new ArrayList<>();
        if (truth.acceptedAt().isEmpty()) {
            faults.add(truth.endReason().isEmpty() ? "was never answered" : "was not answered: " + truth.endReason());
        }
        if (truth.endedAt().isEmpty()) {
            faults.add("never ended");
        }
        if (truth.acceptedAt().isPresent() && truth.delivered().isEmpty()) {
            faults.add("has no delivered turn");
        }
        if (truth.toolCallsUnanswered() > 0 && shown.gaps().isEmpty()) {
            faults.add("has " + truth.toolCallsUnanswered() + " tool calls without an output");
        }
        if (!shown.status().equals("finished")) {
            faults.add("is " + shown.status() + (shown.reason().isEmpty() ? "" : " (" + shown.reason() + ")"));
        }
        faults.addAll(onceFaults());
        faults.addAll(transcriptFaults());
        return faults.isEmpty() ? new Fate.Right() : new Fate.Wrong(List.copyOf(faults));
    }

    /** What must happen once and happened more often. */
    public List<String> onceFaults() {
        List<String> faults = new ArrayList<>();
        if (truth.accepts() > 1) {
            faults.add("was accepted " + truth.accepts() + " times");
        }
        if (truth.greetings() > 1) {
            faults.add("was greeted " + truth.greetings() + " times");
        }
        return faults;
    }

    /** How the transcript differs from what was said. */
    public List<String> transcriptFaults() {
        return TranscriptFaults.of(truth, shown);
    }
}
