package dev.tandem.persistence.cost;

import java.util.Locale;

/** What a part of a call's cost was for. */
public enum CostKind {
    /** The model that speaks: its responses. */
    CONVERSATION,
    /** The model that writes down the caller's words. */
    TRANSCRIPTION,
    /** The model that reads the transcript after the call. */
    SUMMARY;

    /** The name as the API writes it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
