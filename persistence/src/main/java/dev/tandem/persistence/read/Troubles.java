package dev.tandem.persistence.read;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What went wrong after calls and waits for people to look at it. */
public interface Troubles {

    /** Entries of one kind that are told at the most. */
    int MOST = 20;

    /**
     * One call with one trouble.
     *
     * @param projection which projection passed the call over, or null when its summary failed for good
     */
    record Trouble(String callId, String projection, Instant at, String error) {}

    /** Summaries that failed for good yesterday or today (UTC), then calls that a projection passed over; at most {@link #MOST} of each. */
    CompletionStage<List<Trouble>> now();
}
