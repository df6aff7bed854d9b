package dev.tandem.persistence.projection.summary;

import dev.tandem.persistence.record.CallRecord;

/** Whether and how a call is to be summarised. */
public enum SummaryNeed {
    /** The call goes on. */
    NOT_YET,
    /** It was never answered: nothing to tell. */
    NONE,
    /** It was answered, but nothing was transcribed: said so, without a model. */
    NO_WORDS,
    /** A model reads the transcript. */
    MODEL;

    public static SummaryNeed of(CallRecord record) {
        if (record.end() == null) {
            return NOT_YET;
        }
        return switch (record.end().termination().result()) {
            case CANCELLED -> NONE;
            case FINISHED, FAILED -> record.turns() == 0 ? NO_WORDS : MODEL;
        };
    }
}
