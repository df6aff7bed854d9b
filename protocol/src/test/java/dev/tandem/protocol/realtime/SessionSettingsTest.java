package dev.tandem.protocol.realtime;

import static dev.tandem.protocol.VendorExamples.parse;
import static dev.tandem.protocol.VendorExamples.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.VendorSchema;
import dev.tandem.protocol.tenant.TurnDetection;
import org.junit.jupiter.api.Test;

class SessionSettingsTest {

    @Test
    void an_agents_document_becomes_the_session_it_speaks_in() {
        SessionSettings settings = SessionSettings.of(Examples.agent(new TurnDetection.SemanticVad(true, "auto")));
        assertThat(settings.toJson()).isEqualTo(parse(quoted("""
                {'type':'realtime','model':'gpt-realtime','output_modalities':['audio'],'instructions':'Be brief.',
                 'audio':{'input':{'transcription':{'model':'gpt-4o-mini-transcribe','language':'en'},
                                   'turn_detection':{'type':'semantic_vad','eagerness':'auto',
                                                     'create_response':true,'interrupt_response':true}},
                          'output':{'voice':'marin'}},
                 'tools':[
                  {'type':'function','name':'lookup_order','description':'Looks up an order.',
                   'parameters':{'type':'object','properties':{'order_id':{'type':'string'}},'required':['order_id']}},
                  {'type':'function','name':'opening_hours','parameters':{'type':'object','properties':{}}},
                  {'type':'function','name':'end_call','description':'Ends the call.',
                   'parameters':{'type':'object','properties':{
                     'reason':{'type':'string','description':'Why the call ends, in a few words.'}}}},
                  {'type':'function','name':'transfer_call','description':'Transfers the caller.',
                   'parameters':{'type':'object','properties':{
                     'target':{'type':'string','description':'Whom to transfer the caller to.',
                               'enum':['sales','support']},
                     'reason':{'type':'string','description':'Why the caller is transferred, in a few words.'}},
                    'required':['target']}}],
                 'tool_choice':'auto'}""")));
    }

    @Test
    void the_model_never_learns_where_a_transfer_goes_or_how_a_tool_is_called() {
        String json = SessionSettings.of(Examples.agent(null)).toJson().toString();
        assertThat(json).doesNotContain("+14155550123", "support@example.com", "https://", "ORDERS_KEY");
    }

    @Test
    void what_is_unsaid_is_left_out() {
        assertThat(new SessionSettings(null, null, null, null, null, null, null).toJson())
                .isEqualTo(parse(quoted("{'type':'realtime','output_modalities':['audio']}")));
        assertThat(new SessionSettings(null, null, null, "whisper-1", null, null, null).toJson())
                .isEqualTo(
                        parse(
                                quoted(
                                        "{'type':'realtime','output_modalities':['audio'],'audio':{'input':{'transcription':{'model':'whisper-1'}}}}")));
    }

    @Test
    void turn_detection_leaves_the_providers_defaults_where_the_document_says_nothing() {
        assertThat(new SessionSettings(null, null, null, null, null, new TurnDetection.ServerVad(null, null), null)
                        .toJson()
                        .at("/audio/input/turn_detection"))
                .isEqualTo(parse(quoted("{'type':'server_vad','create_response':true}")));
    }

    @Test
    void after_the_first_words_the_voice_can_be_left_out() {
        SessionSettings settings =
                SessionSettings.of(Examples.agent(null)).withoutVoice().withoutModel();
        assertThat(settings.toJson().at("/audio/output").isMissingNode()).isTrue();
        assertThat(settings.toJson().at("/audio/input").isObject()).isTrue();
        assertThat(settings.toJson().has("model")).isFalse();
    }

    @Test
    void the_accept_body_fits_the_vendors_schema() {
        VendorSchema schema = VendorSchema.of("RealtimeSessionCreateRequestGA");
        assertThat(schema.faults(SessionSettings.of(Examples.agent(new TurnDetection.ServerVad(true, 8000)))
                        .toJson()))
                .isEmpty();
        assertThat(schema.faults(parse(quoted("{'type':'realtime','output_modalities':'audio'}"))))
                .isNotEmpty();
    }
}
