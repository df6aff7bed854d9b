package dev.tandem.persistence.projection.summary;

import java.util.List;
import java.util.Set;

/**
 * What the post-call model made of a transcript.
 *
 * @param outcome one of {@link #OUTCOMES}
 * @param sentiment one of {@link #SENTIMENTS}
 */
public record Analysis(String summary, String intent, String outcome, String sentiment, List<String> followUps) {

    static final Set<String> OUTCOMES =
            Set.of("resolved", "partially_resolved", "unresolved", "transferred", "abandoned");
    static final Set<String> SENTIMENTS = Set.of("positive", "neutral", "negative", "mixed");

    /** Of a call that was answered but in which no turn was transcribed; no model is asked. */
    static final Analysis NO_WORDS = new Analysis("No words were exchanged.", null, null, null, List.of());
}
