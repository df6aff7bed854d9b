package dev.tandem.protocol.realtime;

import dev.tandem.protocol.call.Usage;
import java.util.List;

/** What the Realtime server tells a sideband, as far as a call acts on it; everything else is {@link Unknown}. */
public sealed interface ServerEvent {

    /** First event of every connection; {@code sessionId} empty when absent, {@code expiresAt} in Unix seconds, 0 when absent. */
    record SessionCreated(String sessionId, long expiresAt) implements ServerEvent {}

    /** The session took other settings; {@code silenceMs}: how long a caller is silent until the turn is over, 0 when not told. */
    record SessionUpdated(String sessionId, long expiresAt, long silenceMs) implements ServerEvent {}

    /** An item entered the conversation, under its GA name or the beta name {@code conversation.item.created}. */
    record ItemAdded(String previousItemId, Item item) implements ServerEvent {}

    record ItemDone(String previousItemId, Item item) implements ServerEvent {}

    record ItemRetrieved(Item item) implements ServerEvent {}

    record ItemDeleted(String itemId) implements ServerEvent {}

    record ItemTruncated(String itemId, int contentIndex, long audioEndMs) implements ServerEvent {}

    /** The caller began to speak; ms from the start of the session's audio. */
    record SpeechStarted(String itemId, long audioStartMs) implements ServerEvent {}

    /** The caller stopped; ms as above, the silence that was waited for included, 0 when not told. */
    record SpeechStopped(String itemId, long audioEndMs) implements ServerEvent {}

    /** The caller's turn is closed and becomes an item. */
    record SpeechCommitted(String itemId, String previousItemId) implements ServerEvent {}

    /** The caller said nothing for the configured time; the server makes a response by itself. */
    record IdleTimedOut(String itemId) implements ServerEvent {}

    /** The caller's final words; {@code usage} is billed apart and is {@link Usage#NONE} when absent. */
    record CallerTranscribed(String itemId, int contentIndex, String transcript, Usage usage) implements ServerEvent {}

    /** The caller's words could not be had; {@code reason} is the server's code, or what else it says. */
    record TranscriptionFailed(String itemId, int contentIndex, String reason) implements ServerEvent {}

    record ResponseCreated(String responseId) implements ServerEvent {}

    /**
     * A response ended.
     *
     * @param reason turn_detected, client_cancelled, max_output_tokens, content_filter, or null
     * @param errorCode of a failed one, the error's type where it has no code; null otherwise
     * @param output its items, without audio
     * @param usage {@link Usage#NONE} when absent
     */
    record ResponseDone(
            String responseId, ResponseStatus status, String reason, String errorCode, List<Item> output, Usage usage)
            implements ServerEvent {}

    record OutputItemAdded(String responseId, Item item) implements ServerEvent {}

    record OutputItemDone(String responseId, Item item) implements ServerEvent {}

    /** A function call's arguments are whole, JSON as text; {@code name} null from servers that leave it to the item. */
    record ArgumentsDone(String responseId, String itemId, String toolCallId, String name, String arguments)
            implements ServerEvent {}

    /** The agent's words of one content part: whole, or as far as they went when interrupted. */
    record AgentTranscribed(String responseId, String itemId, int contentIndex, String transcript)
            implements ServerEvent {}

    record PlaybackStarted(String responseId) implements ServerEvent {}

    record PlaybackStopped(String responseId) implements ServerEvent {}

    /** Playback was cut: the caller spoke, or we asked for it. */
    record PlaybackCleared(String responseId) implements ServerEvent {}

    /** One key: 0-9, *, #, A-D; Unix seconds. */
    record DtmfPressed(String key, long receivedAt) implements ServerEvent {}

    record RateLimitsUpdated(List<RateLimit> limits) implements ServerEvent {}

    /** Most errors leave the session open; {@code clientEventId} names the client event it answers, or null. */
    record ErrorReported(String type, String code, String message, String param, String clientEventId)
            implements ServerEvent {}

    /** An event of a type, or in a shape, that no call acts on; the type is empty when it has none. */
    record Unknown(String type) implements ServerEvent {}

    record RateLimit(String name, long limit, long remaining, double resetSeconds) {}
}
