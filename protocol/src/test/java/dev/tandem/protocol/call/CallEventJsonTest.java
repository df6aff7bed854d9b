package dev.tandem.protocol.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import dev.tandem.protocol.realtime.Examples;
import dev.tandem.protocol.tenant.TurnDetection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every fact of a call's journal comes back as it was written, in the format of the journal and in JSON. */
class CallEventJsonTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456789Z");
    private static final Personal WORDS = Personal.of("Gr\u00fc\u00df Gott \ud83d\ude00 \"quoted\"\u0000\n");

    private static final List<CallEvent> EVENTS = List.of(
            new CallEvent.CallOffered(
                    AT,
                    Carrier.OPENAI_SIP,
                    Personal.of("+14155550123"),
                    "+18005551212",
                    List.of(new SipHeader("To", Personal.of("tel:+1")), new SipHeader("Via", Personal.of(""))),
                    "wh_1",
                    AT.minusSeconds(1)),
            new CallEvent.CallAdmitted(
                    AT, "acme", "0123456789ab", Examples.agent(new TurnDetection.ServerVad(true, 8000))),
            new CallEvent.CallAdmitted(
                    AT, "acme", "0123456789ab", Examples.agent(new TurnDetection.SemanticVad(null, "low"))),
            new CallEvent.CallRefused(AT, null, Termination.UNKNOWN_NUMBER, 0, 0),
            new CallEvent.CallRejected(AT, 486),
            new CallEvent.AcceptRequested(AT),
            new CallEvent.CallAccepted(AT),
            new CallEvent.AcceptFailed(AT, Verdict.UPSTREAM, "HTTP 500"),
            new CallEvent.SidebandAttached(AT, 2, "node-1"),
            new CallEvent.SidebandLost(AT, 2, SidebandLoss.CUT),
            new CallEvent.TranscriptGap(AT, null, "item_2", 1500),
            new CallEvent.GreetingIssued(AT),
            new CallEvent.TurnTranscribed(AT, "item_1", null, 0, Speaker.CALLER, null, WORDS),
            new CallEvent.TurnUntranscribed(AT, "item_2", "item_1", "audio_unintelligible"),
            new CallEvent.TurnInterrupted(AT, "item_3", "resp_1"),
            new CallEvent.TurnTimed(
                    AT, "item_3", new TurnTiming(120, 480, -1, TurnTiming.SpeechEnd.CALLER_AUDIO, 330L)),
            new CallEvent.UsageRecorded(AT, "resp_1", "gpt-realtime", new Usage(1, 2, 3, 4, 5, 6, 2.4)),
            new CallEvent.ToolRequested(AT, "item_4", "item_3", "call_1", "lookup_order", Personal.of("{}")),
            new CallEvent.ToolStarted(AT, "call_1", 1, 2),
            new CallEvent.ToolFinished(AT, "call_1", ToolOutcome.SUCCEEDED, WORDS),
            new CallEvent.ToolAnswered(AT, "call_1"),
            new CallEvent.ToolAbandoned(AT, "call_2", "the journal was away"),
            new CallEvent.AgentHandedOff(AT, "call_3", "Alex", "Sam"),
            new CallEvent.DtmfReceived(AT, Personal.of("#")),
            new CallEvent.TransferRequested(AT, "call_4", "tel:+14155550123"),
            new CallEvent.TransferHandedOver(AT),
            new CallEvent.TransferFailed(AT, "call_4", Verdict.CALLER, "no such target"),
            new CallEvent.StopRequested(AT, Termination.OPERATOR_HANGUP),
            new CallEvent.CallHungUp(AT, true),
            new CallEvent.CallEnded(AT, Termination.CALLER_LEFT, null));

    @TestFactory
    Stream<DynamicTest> every_event_survives_cbor() {
        return survives(journalMapper(new CBORMapper()));
    }

    @TestFactory
    Stream<DynamicTest> every_event_survives_json() {
        return survives(journalMapper(new JsonMapper()));
    }

    @Test
    void no_kind_of_event_is_missing_here() {
        Set<Class<?>> here = EVENTS.stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(here).isEqualTo(SealedTypes.leaves(CallEvent.class).collect(Collectors.toSet()));
    }

    @Test
    void every_event_begins_with_its_time() {
        assertThat(SealedTypes.leaves(CallEvent.class)).allSatisfy(type -> {
            assertThat(type.getRecordComponents()[0].getName()).isEqualTo("at");
            assertThat(type.getRecordComponents()[0].getType()).isEqualTo(Instant.class);
        });
    }

    @Test
    void a_field_of_a_later_version_is_ignored() throws Exception {
        ObjectMapper mapper = journalMapper(new JsonMapper());
        assertThat(mapper.readValue(
                        "{\"at\":\"2026-01-02T03:04:05Z\",\"sipStatus\":486,\"later\":{}}",
                        CallEvent.CallRejected.class))
                .isEqualTo(new CallEvent.CallRejected(Instant.parse("2026-01-02T03:04:05Z"), 486));
    }

    @Test
    void personal_words_are_written_as_plain_text_but_never_shown() throws Exception {
        assertThat(journalMapper(new JsonMapper()).writeValueAsString(new CallEvent.DtmfReceived(AT, Personal.of("7"))))
                .contains("\"key\":\"7\"");
        assertThat(new CallEvent.DtmfReceived(AT, Personal.of("7")).toString()).contains("key=Personal[1 chars]");
    }

    private static Stream<DynamicTest> survives(ObjectMapper mapper) {
        return EVENTS.stream()
                .map(event -> dynamicTest(event.getClass().getSimpleName(), () -> {
                    byte[] bytes = mapper.writeValueAsBytes(event);
                    assertThat(mapper.readValue(bytes, event.getClass())).isEqualTo(event);
                }));
    }

    /** Set up as the journal's serialiser sets its own up. */
    private static ObjectMapper journalMapper(ObjectMapper mapper) {
        return mapper.registerModule(new JavaTimeModule())
                .registerModule(new Jdk8Module())
                .registerModule(new ParameterNamesModule(JsonCreator.Mode.PROPERTIES))
                .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
