package dev.tandem.persistence.projection.summary;

import dev.tandem.persistence.cost.Charge;
import dev.tandem.persistence.cost.CostKind;
import dev.tandem.protocol.api.CallView.SummaryView;
import dev.tandem.protocol.call.Usage;
import java.time.Instant;
import java.util.List;

/**
 * A call's row of summaries.
 *
 * @param owner the claim that works on it, or worked
 * @param leaseUntil from then on another may take it over, while it is only claimed
 * @param analysis the result, or null
 * @param usage what the result cost, or null when no model was asked
 */
public record StoredSummary(
        State state,
        String owner,
        Instant leaseUntil,
        int tries,
        Analysis analysis,
        String model,
        Usage usage,
        String error) {

    /** How far a summary is. */
    public enum State {
        CLAIMED,
        READY,
        FAILED
    }

    /** Before anyone claimed it. */
    public static final SummaryView PENDING = new SummaryView("pending", null, null, null, null, null, null, null);

    /** What a model made of the transcript. */
    static StoredSummary ready(String owner, int tries, Analysis analysis, String model, Usage usage) {
        return new StoredSummary(State.READY, owner, null, tries, analysis, model, usage, null);
    }

    /** What needs no model. */
    static StoredSummary withoutModel(Analysis analysis) {
        return ready(null, 0, analysis, null, null);
    }

    /** After the last try. */
    static StoredSummary failed(String owner, int tries, String error) {
        return new StoredSummary(State.FAILED, owner, null, tries, null, null, null, error);
    }

    boolean settled() {
        return state != State.CLAIMED;
    }

    boolean heldAt(Instant now) {
        return state == State.CLAIMED && leaseUntil != null && leaseUntil.isAfter(now);
    }

    /** What the summary's model consumed. */
    public List<Charge> charges() {
        return usage == null ? List.of() : List.of(new Charge(CostKind.SUMMARY, model, usage));
    }

    /** As the API shows it. */
    public SummaryView view() {
        return switch (state) {
            case CLAIMED -> new SummaryView("pending", null, null, null, null, null, tries, null);
            case READY ->
                new SummaryView(
                        "ready",
                        analysis.summary(),
                        analysis.intent(),
                        analysis.outcome(),
                        analysis.sentiment(),
                        analysis.followUps(),
                        tries,
                        null);
            case FAILED -> new SummaryView("failed", null, null, null, null, null, tries, error);
        };
    }
}
