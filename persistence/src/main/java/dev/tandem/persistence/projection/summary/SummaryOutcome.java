package dev.tandem.persistence.projection.summary;

import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.call.Verdict;

/** What became of one try to summarise a call. */
public sealed interface SummaryOutcome {

    /** The model answered in the form asked for. */
    record Summarized(Analysis analysis, String model, Usage usage) implements SummaryOutcome {}

    /** It did not; {@code error} is one sentence without any of the call's words. */
    record NotSummarized(Verdict verdict, String error) implements SummaryOutcome {}
}
