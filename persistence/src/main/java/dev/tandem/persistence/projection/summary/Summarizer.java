package dev.tandem.persistence.projection.summary;

import java.util.concurrent.CompletionStage;

/** Asks a model for the summary of a call: one try, bounded in time, never failing otherwise than by its outcome. */
public interface Summarizer {

    CompletionStage<SummaryOutcome> summarize(SummaryRequest request);
}
