package dev.tandem.protocol.realtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tandem.protocol.json.Fields;
import dev.tandem.protocol.json.UntrustedJson;
import dev.tandem.protocol.realtime.ServerEvent.AgentTranscribed;
import dev.tandem.protocol.realtime.ServerEvent.ArgumentsDone;
import dev.tandem.protocol.realtime.ServerEvent.CallerTranscribed;
import dev.tandem.protocol.realtime.ServerEvent.DtmfPressed;
import dev.tandem.protocol.realtime.ServerEvent.ErrorReported;
import dev.tandem.protocol.realtime.ServerEvent.IdleTimedOut;
import dev.tandem.protocol.realtime.ServerEvent.ItemAdded;
import dev.tandem.protocol.realtime.ServerEvent.ItemDeleted;
import dev.tandem.protocol.realtime.ServerEvent.ItemDone;
import dev.tandem.protocol.realtime.ServerEvent.ItemRetrieved;
import dev.tandem.protocol.realtime.ServerEvent.ItemTruncated;
import dev.tandem.protocol.realtime.ServerEvent.OutputItemAdded;
import dev.tandem.protocol.realtime.ServerEvent.OutputItemDone;
import dev.tandem.protocol.realtime.ServerEvent.PlaybackCleared;
import dev.tandem.protocol.realtime.ServerEvent.PlaybackStarted;
import dev.tandem.protocol.realtime.ServerEvent.PlaybackStopped;
import dev.tandem.protocol.realtime.ServerEvent.RateLimit;
import dev.tandem.protocol.realtime.ServerEvent.RateLimitsUpdated;
import dev.tandem.protocol.realtime.ServerEvent.ResponseCreated;
import dev.tandem.protocol.realtime.ServerEvent.SessionCreated;
import dev.tandem.protocol.realtime.ServerEvent.SessionUpdated;
import dev.tandem.protocol.realtime.ServerEvent.SpeechCommitted;
import dev.tandem.protocol.realtime.ServerEvent.SpeechStarted;
import dev.tandem.protocol.realtime.ServerEvent.SpeechStopped;
import dev.tandem.protocol.realtime.ServerEvent.TranscriptionFailed;
import dev.tandem.protocol.realtime.ServerEvent.Unknown;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads what the Realtime server sends. The type is found by a streaming parse that stops there; only events that a call acts on are
 * parsed any further. GA and beta names are both understood.
 */
public final class ServerEvents {

    /** The type of what has none: no JSON object, or one without a textual {@code type}. */
    public static final String NO_TYPE = "";

    /** A longer type is cut to this; the vendor's longest has 53 characters. */
    static final int MAX_TYPE = 128;

    private static final String KEYS = "0123456789*#ABCD";

    private static final Map<String, Function<Fields, ServerEvent>> READERS = Map.ofEntries(
            Map.entry("session.created", event -> sessionCreated(event.object("session"))),
            Map.entry("session.updated", event -> sessionUpdated(event.object("session"))),
            Map.entry("conversation.item.added", ServerEvents::itemAdded),
            Map.entry("conversation.item.created", ServerEvents::itemAdded),
            Map.entry("conversation.item.done", event -> new ItemDone(previous(event), item(event, true))),
            Map.entry("conversation.item.retrieved", event -> new ItemRetrieved(item(event, true))),
            Map.entry("conversation.item.deleted", event -> new ItemDeleted(event.id("item_id"))),
            Map.entry("conversation.item.truncated", ServerEvents::itemTruncated),
            Map.entry("conversation.item.input_audio_transcription.completed", ServerEvents::callerTranscribed),
            Map.entry("conversation.item.input_audio_transcription.failed", ServerEvents::transcriptionFailed),
            Map.entry("input_audio_buffer.speech_started", ServerEvents::speechStarted),
            Map.entry("input_audio_buffer.speech_stopped", ServerEvents::speechStopped),
            Map.entry(
                    "input_audio_buffer.committed", event -> new SpeechCommitted(event.id("item_id"), previous(event))),
            Map.entry("input_audio_buffer.timeout_triggered", event -> new IdleTimedOut(event.id("item_id"))),
            Map.entry("input_audio_buffer.dtmf_event_received", ServerEvents::dtmfPressed),
            Map.entry(
                    "response.created",
                    event -> new ResponseCreated(event.object("response").id("id"))),
            Map.entry("response.done", event -> Responses.done(event.object("response"))),
            Map.entry(
                    "response.output_item.added",
                    event -> new OutputItemAdded(event.id("response_id"), item(event, false))),
            Map.entry(
                    "response.output_item.done",
                    event -> new OutputItemDone(event.id("response_id"), item(event, true))),
            Map.entry("response.function_call_arguments.done", ServerEvents::argumentsDone),
            Map.entry("response.output_audio_transcript.done", event -> agentTranscribed(event, "transcript")),
            Map.entry("response.audio_transcript.done", event -> agentTranscribed(event, "transcript")),
            Map.entry("response.output_text.done", event -> agentTranscribed(event, "text")),
            Map.entry("response.text.done", event -> agentTranscribed(event, "text")),
            Map.entry("output_audio_buffer.started", event -> new PlaybackStarted(event.id("response_id"))),
            Map.entry("output_audio_buffer.stopped", event -> new PlaybackStopped(event.id("response_id"))),
            Map.entry("output_audio_buffer.cleared", event -> new PlaybackCleared(event.id("response_id"))),
            Map.entry("rate_limits.updated", ServerEvents::rateLimits),
            Map.entry("error", event -> error(event.object("error"))));

    private ServerEvents() {}

    public static ServerEvent read(byte[] utf8) {
        return read(utf8, 0, utf8.length);
    }

    /**
     * Reads one event and never throws, whatever the bytes hold: what is malformed, lacks an id it needs or has a type nobody acts on is
     * {@link Unknown} with its type, {@link #NO_TYPE} when it has none.
     */
    public static ServerEvent read(byte[] utf8, int offset, int length) {
        String type = typeOf(utf8, offset, length);
        Function<Fields, ServerEvent> reader = READERS.get(type);
        if (reader == null) {
            return new Unknown(type);
        }
        try {
            return reader.apply(UntrustedJson.object(utf8, offset, length));
        } catch (IOException | RuntimeException malformed) {
            return new Unknown(type);
        }
    }

    private static String typeOf(byte[] utf8, int offset, int length) {
        try (JsonParser parser = UntrustedJson.stream(utf8, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return NO_TYPE;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("type")) {
                    return value == JsonToken.VALUE_STRING ? typeText(parser.getText()) : NO_TYPE;
                }
                parser.skipChildren();
            }
            return NO_TYPE;
        } catch (IOException | RuntimeException malformed) {
            return NO_TYPE;
        }
    }

    private static String typeText(String type) {
        return UntrustedJson.wellFormed(UntrustedJson.bounded(type, MAX_TYPE));
    }

    private static String previous(Fields event) {
        return event.idOrNull("previous_item_id");
    }

    private static Item item(Fields event, boolean completeUnlessSaid) {
        return Items.read(event.object("item"), completeUnlessSaid);
    }

    /** No call needs the session's id, so a session without one is a session all the same. */
    private static ServerEvent sessionCreated(Fields session) {
        return new SessionCreated(session.text("id", ""), Math.max(session.number("expires_at", 0), 0));
    }

    private static ServerEvent sessionUpdated(Fields session) {
        Fields detection = session.object("audio").object("input").object("turn_detection");
        return new SessionUpdated(
                session.text("id", ""),
                Math.max(session.number("expires_at", 0), 0),
                Math.max(detection.number("silence_duration_ms", 0), 0));
    }

    private static ServerEvent itemAdded(Fields event) {
        return new ItemAdded(previous(event), item(event, false));
    }

    private static ServerEvent itemTruncated(Fields event) {
        return new ItemTruncated(event.id("item_id"), event.index("content_index"), event.number("audio_end_ms", 0));
    }

    private static ServerEvent callerTranscribed(Fields event) {
        return new CallerTranscribed(
                event.id("item_id"),
                event.index("content_index"),
                event.words("transcript"),
                Usages.ofTranscription(event.object("usage")));
    }

    private static ServerEvent transcriptionFailed(Fields event) {
        Fields error = event.object("error");
        String reason = error.text("code", error.text("type", error.text("message", "unknown")));
        return new TranscriptionFailed(event.id("item_id"), event.index("content_index"), reason);
    }

    private static ServerEvent speechStarted(Fields event) {
        return new SpeechStarted(event.id("item_id"), event.number("audio_start_ms", 0));
    }

    private static ServerEvent speechStopped(Fields event) {
        return new SpeechStopped(event.id("item_id"), event.number("audio_end_ms", 0));
    }

    private static ServerEvent dtmfPressed(Fields event) {
        String key = event.id("event");
        return key.length() == 1 && KEYS.contains(key)
                ? new DtmfPressed(key, event.number("received_at", 0))
                : new Unknown("input_audio_buffer.dtmf_event_received");
    }

    private static ServerEvent argumentsDone(Fields event) {
        return new ArgumentsDone(
                event.id("response_id"),
                event.id("item_id"),
                event.id("call_id"),
                event.text("name"),
                event.jsonText("arguments"));
    }

    private static ServerEvent agentTranscribed(Fields event, String words) {
        return new AgentTranscribed(
                event.id("response_id"), event.id("item_id"), event.index("content_index"), event.words(words));
    }

    private static ServerEvent rateLimits(Fields event) {
        return new RateLimitsUpdated(event.objects("rate_limits").stream()
                .map(limit -> new RateLimit(
                        limit.text("name", ""),
                        limit.number("limit", 0),
                        limit.number("remaining", 0),
                        limit.seconds("reset_seconds")))
                .toList());
    }

    private static ServerEvent error(Fields error) {
        return new ErrorReported(
                error.text("type", ""),
                error.text("code"),
                error.text("message", ""),
                error.text("param"),
                error.idOrNull("event_id"));
    }
}
