package dev.tandem.realtime;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a node's sessions reach the provider and how patient they are.
 *
 * @param realtimeUrl ws or wss, for example {@code wss://api.openai.com/v1/realtime}
 * @param notYet for how long after an accept a 404 means "not yet" (seen in the field: about a second)
 * @param reattachFor for how long a lost sideband is tried again while the provider cannot be reached
 * @param maxBackoff the longest wait between two tries
 * @param resendAfter a fact not acknowledged for this long is told again
 * @param maxOutboxFacts facts kept while the journal is away
 * @param maxOutboxChars characters of text kept while the journal is away
 * @param maxSpillBytes what one session may keep in its spill file, once its memory is full
 * @param spillFolder where spill files are
 * @param toolPatience how long a tool request may stay out of the journal (one to a tenant's service: as long as its timeout), and
 *     how long beyond its own timeout a tool may take, before the model is told that it is unavailable
 * @param orphanAfter a session that no call owned up to for this long, while the journal was well, hangs up
 * @param maxUnheard events read from the socket and not yet taken by the session; beyond it the socket is cut
 */
public record RealtimeSettings(
        URI realtimeUrl,
        String apiKey,
        Duration notYet,
        Duration reattachFor,
        Duration maxBackoff,
        Duration resendAfter,
        int maxOutboxFacts,
        long maxOutboxChars,
        long maxSpillBytes,
        Path spillFolder,
        Duration toolPatience,
        Duration orphanAfter,
        int maxUnheard) {

    /** The same towards another provider. */
    public RealtimeSettings with(URI otherUrl, String otherKey) {
        return new RealtimeSettings(
                otherUrl,
                otherKey,
                notYet,
                reattachFor,
                maxBackoff,
                resendAfter,
                maxOutboxFacts,
                maxOutboxChars,
                maxSpillBytes,
                spillFolder,
                toolPatience,
                orphanAfter,
                maxUnheard);
    }

    @Override
    public String toString() {
        return "RealtimeSettings[" + realtimeUrl + "]";
    }
}
