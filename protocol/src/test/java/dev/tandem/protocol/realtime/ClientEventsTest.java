package dev.tandem.protocol.realtime;

import static dev.tandem.protocol.VendorExamples.parse;
import static dev.tandem.protocol.VendorExamples.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.protocol.VendorSchema;
import dev.tandem.protocol.tenant.TurnDetection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientEventsTest {

    private static final VendorSchema SCHEMA = VendorSchema.of("RealtimeClientEvent");

    @Test
    void a_session_update_never_carries_the_model() {
        SessionSettings settings = new SessionSettings(
                "gpt-realtime",
                "marin",
                "Be brief.",
                "gpt-4o-mini-transcribe",
                "en",
                new TurnDetection.ServerVad(true, 8000),
                List.of());
        assertWritten(new ClientEvent.UpdateSession("e1", settings), """
                {'type':'session.update','event_id':'e1','session':{'type':'realtime','output_modalities':['audio'],
                 'instructions':'Be brief.',
                 'audio':{'input':{'transcription':{'model':'gpt-4o-mini-transcribe','language':'en'},
                                   'turn_detection':{'type':'server_vad','idle_timeout_ms':8000,
                                                     'create_response':true,'interrupt_response':true}},
                          'output':{'voice':'marin'}},
                 'tools':[],'tool_choice':'auto'}}""");
    }

    @Test
    void a_response_is_asked_for_with_or_without_instructions_of_its_own() {
        assertWritten(new ClientEvent.CreateResponse("e1", null), "{'type':'response.create','event_id':'e1'}");
        assertWritten(
                new ClientEvent.CreateResponse("e1", "Greet the caller."),
                "{'type':'response.create','event_id':'e1','response':{'instructions':'Greet the caller.'}}");
    }

    @Test
    void a_response_is_cancelled_by_its_id_or_whichever_is_active() {
        assertWritten(
                new ClientEvent.CancelResponse("e1", "resp_1"),
                "{'type':'response.cancel','event_id':'e1','response_id':'resp_1'}");
        assertWritten(new ClientEvent.CancelResponse("e1", null), "{'type':'response.cancel','event_id':'e1'}");
    }

    @Test
    void playback_is_cleared() {
        assertWritten(new ClientEvent.ClearPlayback("e1"), "{'type':'output_audio_buffer.clear','event_id':'e1'}");
    }

    @Test
    void a_tool_is_answered_with_an_item() {
        assertWritten(new ClientEvent.AnswerTool("e1", "out_1", "call_1", "{\"ok\":true}"), """
                {'type':'conversation.item.create','event_id':'e1','item':{'id':'out_1',
                 'type':'function_call_output','call_id':'call_1','output':'{\\'ok\\':true}'}}""");
        assertWritten(new ClientEvent.AnswerTool("e1", null, "call_1", "{}"), """
                {'type':'conversation.item.create','event_id':'e1',
                 'item':{'type':'function_call_output','call_id':'call_1','output':'{}'}}""");
    }

    @Test
    void a_note_is_a_system_message_and_an_item_is_deleted() {
        assertWritten(new ClientEvent.AddNote("e1", "note_1", "Go on."), """
                {'type':'conversation.item.create','event_id':'e1','item':{'id':'note_1','type':'message',
                 'role':'system','content':[{'type':'input_text','text':'Go on.'}]}}""");
        assertWritten(
                new ClientEvent.DeleteItem("e1", "note_1"),
                "{'type':'conversation.item.delete','event_id':'e1','item_id':'note_1'}");
    }

    @Test
    void an_item_id_that_the_server_would_not_take_is_refused_here() {
        assertThatThrownBy(() -> ClientEvents.write(new ClientEvent.AddNote("e1", "x".repeat(33), "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 32");
    }

    @Test
    void an_item_is_retrieved() {
        assertWritten(
                new ClientEvent.RetrieveItem("e1", "item_1"),
                "{'type':'conversation.item.retrieve','event_id':'e1','item_id':'item_1'}");
    }

    @Test
    void an_event_without_an_id_has_none() {
        assertWritten(new ClientEvent.ClearPlayback(null), "{'type':'output_audio_buffer.clear'}");
    }

    @Test
    void an_event_id_the_server_would_not_take_is_refused() {
        assertThat(ClientEvents.write(new ClientEvent.ClearPlayback("e".repeat(512))))
                .isNotEmpty();
        assertThatThrownBy(() -> ClientEvents.write(new ClientEvent.ClearPlayback("e".repeat(513))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event id of 513 characters; at most 512 are taken");
    }

    @Test
    void broken_text_of_a_tool_is_written_as_text_that_is_not_broken() {
        byte[] written =
                ClientEvents.write(new ClientEvent.AnswerTool("e1", null, "call_1", "caf\u00e9 \ud83d\ude00 \ud83d"));
        assertThat(parse(written).path("item").path("output").asText()).isEqualTo("caf\u00e9 \ud83d\ude00 ?");
    }

    static Stream<ClientEvent> everyKind() {
        return Examples.clientEvents();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void every_event_fits_the_vendors_schema(ClientEvent event) {
        assertThat(SCHEMA.faults(parse(ClientEvents.write(event)))).isEmpty();
    }

    @Test
    void the_schema_would_notice_a_wrong_event() {
        assertThat(SCHEMA.faults(parse(quoted("{'type':'response.cancel','response_id':7}"))))
                .isNotEmpty();
        assertThat(SCHEMA.faults(parse(quoted("{'type':'session.update','session':{}}"))))
                .isNotEmpty();
    }

    private static void assertWritten(ClientEvent event, String expected) {
        assertThat(parse(ClientEvents.write(event))).isEqualTo(parse(quoted(expected.replace("\\'", "\\\""))));
    }
}
