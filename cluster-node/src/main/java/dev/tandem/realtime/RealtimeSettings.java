package dev.tandem.realtime;

import java.net.URI;
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
        int maxUnheard) {

    @Override
    public String toString() {
        return "RealtimeSettings[" + realtimeUrl + "]";
    }
}
