package dev.tandem.protocol.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tandem.protocol.VendorExamples;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.realtime.ServerEvent.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every example of a server event, and exactly what it is read as; those not in the table are read as unknown. */
class ServerEventExamplesTest {

    private static final String GREETING = "Loud and clear! I can hear you perfectly. How can I help you today?";
    private static final String RESPONSE = "resp_CCXHw0UJld10EzIUXQCNh";
    private static final Usage USAGE = new Usage(119, 64, 13, 0, 30, 91, 0);

    private static final Map<String, ServerEvent> EXPECTED = Map.ofEntries(
            Map.entry(
                    "server-events/conversation.item.added.json",
                    new ServerEvent.ItemAdded(
                            null, new Item.Message("item_C9G8pGVKYnaZu8PH5YQ9O", "user", "hi", true))),
            Map.entry(
                    "server-events/conversation.item.created.json",
                    new ServerEvent.ItemAdded("msg_002", new Item.Message("msg_003", "user", null, true))),
            Map.entry("server-events/conversation.item.deleted.json", new ServerEvent.ItemDeleted("msg_005")),
            Map.entry(
                    "server-events/conversation.item.done.json",
                    new ServerEvent.ItemDone(
                            "item_CCXLecNJVIVR2HUy3ABLj",
                            new Item.Message(
                                    "item_CCXLfxmM5sXVJVz4mCa2S",
                                    "assistant",
                                    "Oh, I can hear you loud and clear! Sounds like we're connected just fine. What can I"
                                            + " help you with today?",
                                    true))),
            Map.entry(
                    "server-events/conversation.item.input_audio_transcription.completed.json",
                    new ServerEvent.CallerTranscribed(
                            "item_CCXGQ4e1ht4cOraEYcuR2", 0, "Hey, can you hear me?", new Usage(0, 0, 13, 0, 9, 0, 0))),
            Map.entry(
                    "server-events/conversation.item.input_audio_transcription.failed.json",
                    new ServerEvent.TranscriptionFailed("msg_003", 0, "audio_unintelligible")),
            Map.entry(
                    "server-events/conversation.item.retrieved.json",
                    new ServerEvent.ItemRetrieved(new Item.Message(
                            "item_CCXGRxbY0n6WE4EszhF5w",
                            "assistant",
                            "Yes, I can hear you loud and clear. How can I help you today?",
                            true))),
            Map.entry(
                    "server-events/conversation.item.truncated.json",
                    new ServerEvent.ItemTruncated("msg_004", 0, 1500)),
            Map.entry(
                    "server-events/error.json",
                    new ServerEvent.ErrorReported(
                            "invalid_request_error",
                            "invalid_event",
                            "The 'type' field is missing.",
                            null,
                            "event_567")),
            Map.entry(
                    "server-events/input_audio_buffer.committed.json",
                    new ServerEvent.SpeechCommitted("msg_002", "msg_001")),
            Map.entry(
                    "server-events/input_audio_buffer.dtmf_event_received.json",
                    new ServerEvent.DtmfPressed("9", 1763605109)),
            Map.entry(
                    "server-events/input_audio_buffer.speech_started.json",
                    new ServerEvent.SpeechStarted("msg_003", 1000)),
            Map.entry(
                    "server-events/input_audio_buffer.speech_stopped.json",
                    new ServerEvent.SpeechStopped("msg_003", 2000)),
            Map.entry(
                    "server-events/input_audio_buffer.timeout_triggered.json",
                    new ServerEvent.IdleTimedOut("item_CEKKrWH0GiwN0ET97NUZc")),
            Map.entry("server-events/output_audio_buffer.cleared.json", new ServerEvent.PlaybackCleared("resp_abc123")),
            Map.entry("server-events/output_audio_buffer.started.json", new ServerEvent.PlaybackStarted("resp_abc123")),
            Map.entry("server-events/output_audio_buffer.stopped.json", new ServerEvent.PlaybackStopped("resp_abc123")),
            Map.entry(
                    "server-events/rate_limits.updated.json",
                    new ServerEvent.RateLimitsUpdated(List.of(
                            new ServerEvent.RateLimit("requests", 1000, 999, 60),
                            new ServerEvent.RateLimit("tokens", 50000, 49950, 60)))),
            Map.entry(
                    "server-events/response.created.json",
                    new ServerEvent.ResponseCreated("resp_C9G8p7IH2WxLbkgPNouYL")),
            Map.entry(
                    "server-events/response.done.json",
                    done(ResponseStatus.COMPLETED, null, null, List.of(greeting(true)), USAGE)),
            Map.entry(
                    "server-events/response.function_call_arguments.done.json",
                    new ServerEvent.ArgumentsDone(
                            "resp_002", "fc_001", "call_001", "get_weather", "{\"location\": \"San Francisco\"}")),
            Map.entry(
                    "server-events/response.output_audio_transcript.done.json",
                    new ServerEvent.AgentTranscribed("resp_001", "msg_008", 0, "Hello, how can I assist you today?")),
            Map.entry(
                    "server-events/response.output_item.added.json",
                    new ServerEvent.OutputItemAdded("resp_001", new Item.Message("msg_007", "assistant", null, false))),
            Map.entry(
                    "server-events/response.output_item.done.json",
                    new ServerEvent.OutputItemDone(
                            "resp_001", new Item.Message("msg_007", "assistant", "Sure, I can help with that.", true))),
            Map.entry(
                    "server-events/response.output_text.done.json",
                    new ServerEvent.AgentTranscribed("resp_001", "msg_007", 0, "Sure, I can help with that.")),
            Map.entry(
                    "server-events/session.created.json",
                    new ServerEvent.SessionCreated("sess_C9G5QPteg4UIbotdKLoYQ", 1756324625)),
            Map.entry(
                    "server-events/session.updated.json",
                    new ServerEvent.SessionUpdated("sess_C9G8l3zp50uFv4qgxfJ8o", 1756324832, 200)),
            Map.entry(
                    "variants/conversation.item.added.user_audio.json",
                    new ServerEvent.ItemAdded(null, new Item.Message("item_u", "user", null, true))),
            Map.entry(
                    "variants/conversation.item.input_audio_transcription.completed.duration_usage.json",
                    new ServerEvent.CallerTranscribed(
                            "item_CCXGQ4e1ht4cOraEYcuR2",
                            0,
                            "Hey, can you hear me?",
                            new Usage(0, 0, 0, 0, 0, 0, 2.4))),
            Map.entry(
                    "variants/error.conversation_already_has_active_response.json",
                    new ServerEvent.ErrorReported(
                            "invalid_request_error",
                            "conversation_already_has_active_response",
                            "Conversation already has an active response in progress: resp_1. Wait until the response is"
                                    + " finished before creating a new one.",
                            null,
                            "evt_client_1")),
            Map.entry(
                    "variants/error.missing_required_parameter.json",
                    new ServerEvent.ErrorReported(
                            "invalid_request_error",
                            "missing_required_parameter",
                            "Missing required parameter: 'session.type'.",
                            "session.type",
                            "evt_client_1")),
            Map.entry(
                    "variants/error.response_cancel_not_active.json",
                    new ServerEvent.ErrorReported(
                            "invalid_request_error",
                            "response_cancel_not_active",
                            "Cancellation failed: no active response found",
                            null,
                            "evt_client_1")),
            Map.entry(
                    "variants/error.session_expired.json",
                    new ServerEvent.ErrorReported(
                            "invalid_request_error",
                            "session_expired",
                            "Your session hit the maximum duration of 60 minutes.",
                            null,
                            null)),
            Map.entry(
                    "variants/response.done.cancelled.client_cancelled.json",
                    done(ResponseStatus.CANCELLED, "client_cancelled", null, List.of(greeting(false)), USAGE)),
            Map.entry(
                    "variants/response.done.cancelled.turn_detected.json",
                    done(ResponseStatus.CANCELLED, "turn_detected", null, List.of(greeting(false)), USAGE)),
            Map.entry(
                    "variants/response.done.failed.json",
                    done(ResponseStatus.FAILED, null, "server_error", List.of(), USAGE)),
            Map.entry(
                    "variants/response.done.function_call.json",
                    done(
                            ResponseStatus.COMPLETED,
                            null,
                            null,
                            List.of(new Item.FunctionCall(
                                    "item_1", "call_1", "lookup_order", "{\"order_id\":\"ABC123\"}", true)),
                            USAGE)),
            Map.entry(
                    "variants/response.done.incomplete.content_filter.json",
                    done(ResponseStatus.INCOMPLETE, "content_filter", null, List.of(greeting(false)), USAGE)),
            Map.entry(
                    "variants/response.done.incomplete.max_output_tokens.json",
                    done(ResponseStatus.INCOMPLETE, "max_output_tokens", null, List.of(greeting(false)), USAGE)),
            Map.entry(
                    "variants/response.done.usage_without_details.json",
                    done(
                            ResponseStatus.COMPLETED,
                            null,
                            null,
                            List.of(greeting(true)),
                            new Usage(0, 0, 8, 0, 0, 2, 0))),
            Map.entry(
                    "variants/session.updated.pcmu_semantic_vad.json",
                    new ServerEvent.SessionUpdated("sess_C9G8l3zp50uFv4qgxfJ8o", 1756324832, 0)));

    @TestFactory
    Stream<DynamicTest> every_example_is_read_as_exactly_what_it_says() {
        return examples()
                .map(name -> dynamicTest(
                        name,
                        () -> assertThat(ServerEvents.read(VendorExamples.bytes(name)))
                                .isEqualTo(EXPECTED.getOrDefault(name, unknown(name)))));
    }

    @Test
    void all_46_vendor_examples_and_the_variants_are_there_and_every_expectation_has_its_example() {
        assertThat(VendorExamples.names("server-events")).hasSize(46);
        assertThat(VendorExamples.names("variants")).hasSize(15);
        assertThat(examples().toList()).containsAll(EXPECTED.keySet());
    }

    private static Stream<String> examples() {
        List<String> names = new ArrayList<>(VendorExamples.names("server-events"));
        names.addAll(VendorExamples.names("variants"));
        return names.stream();
    }

    private static ServerEvent unknown(String name) {
        return new Unknown(VendorExamples.json(name).path("type").asText());
    }

    private static Item greeting(boolean complete) {
        return new Item.Message("item_CCXHwGjjDUfOXbiySlK7i", "assistant", GREETING, complete);
    }

    private static ServerEvent done(
            ResponseStatus status, String reason, String errorCode, List<Item> output, Usage usage) {
        return new ServerEvent.ResponseDone(RESPONSE, status, reason, errorCode, output, usage);
    }
}
