package dev.tandem.protocol.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.core.ObjectMappers;
import com.openai.models.realtime.ConversationItem;
import com.openai.models.realtime.RealtimeClientEvent;
import com.openai.models.realtime.RealtimeServerEvent;
import com.openai.models.realtime.RealtimeSessionCreateRequest;
import com.openai.models.realtime.ResponseAudioTranscriptDoneEvent;
import com.openai.models.realtime.ResponseFunctionCallArgumentsDoneEvent;
import dev.tandem.protocol.VendorExamples;
import dev.tandem.protocol.tenant.TurnDetection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The vendor's own SDK as a second reader and writer of the same events. */
class OpenAiSdkTest {

    private static final JsonMapper SDK = ObjectMappers.jsonMapper();

    @TestFactory
    Stream<DynamicTest> an_event_that_went_through_the_sdk_still_says_the_same() {
        List<String> names = new ArrayList<>(VendorExamples.names("server-events"));
        names.addAll(VendorExamples.names("variants"));
        return names.stream()
                .map(name -> dynamicTest(name, () -> {
                    byte[] original = VendorExamples.bytes(name);
                    RealtimeServerEvent sdk = SDK.readValue(original, RealtimeServerEvent.class);
                    assertThat(ServerEvents.read(SDK.writeValueAsBytes(sdk))).isEqualTo(ServerEvents.read(original));
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_sdk_reads_the_same_values() {
        return Stream.concat(VendorExamples.names("server-events").stream(), VendorExamples.names("variants").stream())
                .map(name -> dynamicTest(name, () -> {
                    byte[] bytes = VendorExamples.bytes(name);
                    sameValues(ServerEvents.read(bytes), SDK.readValue(bytes, RealtimeServerEvent.class));
                }));
    }

    private static void sameValues(ServerEvent ours, RealtimeServerEvent sdk) {
        switch (ours) {
            case ServerEvent.CallerTranscribed said -> {
                var theirs = sdk.asConversationItemInputAudioTranscriptionCompleted();
                assertThat(said.itemId()).isEqualTo(theirs.itemId());
                assertThat(said.contentIndex()).isEqualTo((int) theirs.contentIndex());
                assertThat(said.transcript()).isEqualTo(theirs.transcript());
            }
            case ServerEvent.ResponseDone done -> {
                var theirs = sdk.asResponseDone().response();
                assertThat(done.responseId()).isEqualTo(theirs.id().orElseThrow());
                assertThat(done.status().name().toLowerCase(java.util.Locale.ROOT))
                        .isEqualTo(theirs.status().orElseThrow().asString());
                assertThat(done.output()).hasSameSizeAs(theirs.output().orElseThrow());
                var usage = theirs.usage().orElseThrow();
                assertThat(done.usage().textIn() + done.usage().audioIn())
                        .isEqualTo(usage.inputTokens().orElseThrow());
                assertThat(done.usage().textOut() + done.usage().audioOut())
                        .isEqualTo(usage.outputTokens().orElseThrow());
            }
            case ServerEvent.ErrorReported reported -> {
                var theirs = sdk.asError().error();
                assertThat(reported)
                        .isEqualTo(new ServerEvent.ErrorReported(
                                theirs.type(),
                                theirs.code().orElse(null),
                                theirs.message(),
                                theirs.param().orElse(null),
                                theirs.eventId().orElse(null)));
            }
            case ServerEvent.ArgumentsDone whole -> {
                var theirs = sdk.asResponseFunctionCallArgumentsDone();
                assertThat(whole)
                        .isEqualTo(new ServerEvent.ArgumentsDone(
                                theirs.responseId(),
                                theirs.itemId(),
                                theirs.callId(),
                                theirs.name(),
                                theirs.arguments()));
            }
            case ServerEvent.DtmfPressed pressed -> {
                var theirs = sdk.asInputAudioBufferDtmfEventReceived();
                assertThat(pressed).isEqualTo(new ServerEvent.DtmfPressed(theirs.event(), theirs.receivedAt()));
            }
            case ServerEvent.SpeechStarted started -> {
                var theirs = sdk.asInputAudioBufferSpeechStarted();
                assertThat(started).isEqualTo(new ServerEvent.SpeechStarted(theirs.itemId(), theirs.audioStartMs()));
            }
            case ServerEvent.SpeechCommitted committed -> {
                var theirs = sdk.asInputAudioBufferCommitted();
                assertThat(committed)
                        .isEqualTo(new ServerEvent.SpeechCommitted(
                                theirs.itemId(), theirs.previousItemId().orElse(null)));
            }
            case ServerEvent.PlaybackStarted started ->
                assertThat(started.responseId())
                        .isEqualTo(sdk.asOutputAudioBufferStarted().responseId());
            case ServerEvent.PlaybackStopped stopped ->
                assertThat(stopped.responseId())
                        .isEqualTo(sdk.asOutputAudioBufferStopped().responseId());
            case ServerEvent.PlaybackCleared cleared ->
                assertThat(cleared.responseId())
                        .isEqualTo(sdk.asOutputAudioBufferCleared().responseId());
            case ServerEvent.ResponseCreated created ->
                assertThat(created.responseId())
                        .isEqualTo(sdk.asResponseCreated().response().id().orElseThrow());
            case ServerEvent.AgentTranscribed said
            when sdk.isResponseOutputTextDone() -> {
                var theirs = sdk.asResponseOutputTextDone();
                assertThat(said)
                        .isEqualTo(new ServerEvent.AgentTranscribed(
                                theirs.responseId(), theirs.itemId(), (int) theirs.contentIndex(), theirs.text()));
            }
            case ServerEvent.AgentTranscribed said -> {
                var theirs = sdk.asResponseOutputAudioTranscriptDone();
                assertThat(said)
                        .isEqualTo(new ServerEvent.AgentTranscribed(
                                theirs.responseId(),
                                theirs.itemId(),
                                (int) theirs.contentIndex(),
                                theirs.transcript()));
            }
            case ServerEvent.TranscriptionFailed failed -> {
                var theirs = sdk.asConversationItemInputAudioTranscriptionFailed();
                assertThat(failed.itemId()).isEqualTo(theirs.itemId());
                assertThat(failed.reason()).isEqualTo(theirs.error().code().orElseThrow());
            }
            case ServerEvent.SpeechStopped stopped -> {
                var theirs = sdk.asInputAudioBufferSpeechStopped();
                assertThat(stopped).isEqualTo(new ServerEvent.SpeechStopped(theirs.itemId(), theirs.audioEndMs()));
            }
            case ServerEvent.IdleTimedOut idle ->
                assertThat(idle.itemId())
                        .isEqualTo(sdk.asInputAudioBufferTimeoutTriggered().itemId());
            case ServerEvent.ItemDeleted deleted ->
                assertThat(deleted.itemId())
                        .isEqualTo(sdk.asConversationItemDeleted().itemId());
            case ServerEvent.ItemTruncated cut -> {
                var theirs = sdk.asConversationItemTruncated();
                assertThat(cut)
                        .isEqualTo(new ServerEvent.ItemTruncated(
                                theirs.itemId(), (int) theirs.contentIndex(), theirs.audioEndMs()));
            }
            case ServerEvent.SessionCreated created -> {
                // Neither is typed there.
                var theirs = sdk.asSessionCreated()
                        .session()
                        .asRealtimeSessionCreateRequest()
                        ._allProperties();
                assertThat(created)
                        .isEqualTo(new ServerEvent.SessionCreated(
                                theirs.get("id").convert(String.class),
                                theirs.get("expires_at").convert(Long.class)));
            }
            case ServerEvent.SessionUpdated updated -> {
                // Neither id nor end is typed there.
                var session = sdk.asSessionUpdated().session().asRealtimeSessionCreateRequest();
                var theirs = session._allProperties();
                long silence = session.audio()
                        .flatMap(audio -> audio.input())
                        .flatMap(input -> input.turnDetection())
                        .flatMap(detection -> detection.serverVad())
                        .flatMap(vad -> vad.silenceDurationMs())
                        .orElse(0L);
                assertThat(updated)
                        .isEqualTo(new ServerEvent.SessionUpdated(
                                theirs.get("id").convert(String.class),
                                theirs.get("expires_at").convert(Long.class),
                                silence));
            }
            case ServerEvent.RateLimitsUpdated limits ->
                assertThat(limits.limits())
                        .isEqualTo(sdk.asRateLimitsUpdated().rateLimits().stream()
                                .map(limit -> new ServerEvent.RateLimit(
                                        limit.name().orElseThrow().asString(),
                                        limit.limit().orElseThrow(),
                                        limit.remaining().orElseThrow(),
                                        limit.resetSeconds().orElseThrow()))
                                .toList());
            case ServerEvent.ItemAdded added
            when sdk.isConversationItemCreated() ->
                sameItem(added.item(), sdk.asConversationItemCreated().item());
            case ServerEvent.ItemAdded added ->
                sameItem(added.item(), sdk.asConversationItemAdded().item());
            case ServerEvent.ItemDone done ->
                sameItem(done.item(), sdk.asConversationItemDone().item());
            case ServerEvent.ItemRetrieved retrieved ->
                sameItem(retrieved.item(), sdk.asConversationItemRetrieved().item());
            case ServerEvent.OutputItemAdded added ->
                sameItem(added.item(), sdk.asResponseOutputItemAdded().item());
            case ServerEvent.OutputItemDone done ->
                sameItem(done.item(), sdk.asResponseOutputItemDone().item());
            case ServerEvent.Unknown unknown -> assertThat(unknown.type()).isNotEmpty();
        }
    }

    private static void sameItem(Item ours, ConversationItem sdk) {
        Item.Message message = (Item.Message) ours;
        if (message.role().equals("user")) {
            var theirs = sdk.asRealtimeConversationItemUserMessage();
            assertThat(message.id()).isEqualTo(theirs.id().orElseThrow());
            assertThat(message.transcript())
                    .isEqualTo(theirs.content().stream()
                            .flatMap(part -> part.transcript().or(part::text).stream())
                            .reduce(String::concat)
                            .orElse(null));
        } else {
            var theirs = sdk.asRealtimeConversationItemAssistantMessage();
            assertThat(message.id()).isEqualTo(theirs.id().orElseThrow());
            assertThat(message.transcript())
                    .isEqualTo(theirs.content().stream()
                            .flatMap(part -> part.transcript().or(part::text).stream())
                            .reduce(String::concat)
                            .orElse(null));
        }
    }

    @Test
    void what_the_sdk_builds_we_read() throws Exception {
        var words = ResponseAudioTranscriptDoneEvent.builder()
                .eventId("event_1")
                .responseId("resp_1")
                .itemId("item_1")
                .outputIndex(0)
                .contentIndex(2)
                .transcript("Gr\u00fc\u00df Gott \ud83d\ude00")
                .build();
        assertThat(ServerEvents.read(SDK.writeValueAsBytes(words)))
                .isEqualTo(new ServerEvent.AgentTranscribed("resp_1", "item_1", 2, "Gr\u00fc\u00df Gott \ud83d\ude00"));
        var arguments = ResponseFunctionCallArgumentsDoneEvent.builder()
                .eventId("event_1")
                .responseId("resp_1")
                .itemId("item_1")
                .outputIndex(0)
                .callId("call_1")
                .name("lookup_order")
                .arguments("{}")
                .build();
        assertThat(ServerEvents.read(SDK.writeValueAsBytes(arguments)))
                .isEqualTo(new ServerEvent.ArgumentsDone("resp_1", "item_1", "call_1", "lookup_order", "{}"));
    }

    @TestFactory
    Stream<DynamicTest> the_sdk_takes_every_event_we_write() {
        return Examples.clientEvents()
                .map(event -> dynamicTest(event.eventId(), () -> {
                    RealtimeClientEvent sdk = SDK.readValue(ClientEvents.write(event), RealtimeClientEvent.class);
                    sdk.validate();
                    String eventId = switch (event) {
                        case ClientEvent.UpdateSession update ->
                            sdk.asSessionUpdate().eventId().orElseThrow();
                        case ClientEvent.CreateResponse create -> {
                            var theirs = sdk.asResponseCreate();
                            assertThat(theirs.response().flatMap(response -> response.instructions()))
                                    .isEqualTo(java.util.Optional.ofNullable(create.instructions()));
                            yield theirs.eventId().orElseThrow();
                        }
                        case ClientEvent.CancelResponse cancel -> {
                            assertThat(sdk.asResponseCancel().responseId().orElse(null))
                                    .isEqualTo(cancel.responseId());
                            yield sdk.asResponseCancel().eventId().orElseThrow();
                        }
                        case ClientEvent.ClearPlayback clear ->
                            sdk.asOutputAudioBufferClear().eventId().orElseThrow();
                        case ClientEvent.AnswerTool answer -> {
                            var item = sdk.asConversationItemCreate().item().asFunctionCallOutput();
                            assertThat(item.id()).contains(answer.itemId());
                            assertThat(item.callId()).isEqualTo(answer.toolCallId());
                            assertThat(item.output()).isEqualTo(answer.output());
                            yield sdk.asConversationItemCreate().eventId().orElseThrow();
                        }
                        case ClientEvent.AddNote note -> {
                            var item = sdk.asConversationItemCreate().item().asRealtimeConversationItemSystemMessage();
                            assertThat(item.id()).contains(note.itemId());
                            assertThat(item.content().getFirst().text()).contains(note.text());
                            yield sdk.asConversationItemCreate().eventId().orElseThrow();
                        }
                        case ClientEvent.DeleteItem delete -> {
                            assertThat(sdk.asConversationItemDelete().itemId()).isEqualTo(delete.itemId());
                            yield sdk.asConversationItemDelete().eventId().orElseThrow();
                        }
                        case ClientEvent.RetrieveItem retrieve -> {
                            assertThat(sdk.asConversationItemRetrieve().itemId())
                                    .isEqualTo(retrieve.itemId());
                            yield sdk.asConversationItemRetrieve().eventId().orElseThrow();
                        }
                    };
                    assertThat(eventId).isEqualTo(event.eventId());
                }));
    }

    @Test
    void the_sdk_reads_the_session_as_it_was_meant() throws Exception {
        SessionSettings settings = SessionSettings.of(Examples.agent(new TurnDetection.ServerVad(true, 8000)));
        RealtimeSessionCreateRequest theirs = SDK.readValue(
                        settings.toJson().toString(), RealtimeSessionCreateRequest.class)
                .validate();
        assertThat(theirs.model().orElseThrow().asString()).isEqualTo("gpt-realtime");
        assertThat(theirs.instructions()).contains("Be brief.");
        var input = theirs.audio().orElseThrow().input().orElseThrow();
        assertThat(input.transcription().orElseThrow().language()).contains("en");
        var vad = input.turnDetection().orElseThrow().asServerVad();
        assertThat(vad.createResponse()).contains(true);
        assertThat(vad.interruptResponse()).contains(true);
        assertThat(vad.idleTimeoutMs()).contains(8000L);
        assertThat(theirs.tools().orElseThrow())
                .extracting(tool -> tool.asFunction().name().orElseThrow())
                .containsExactly("lookup_order", "opening_hours", "end_call", "transfer_call");
    }
}
