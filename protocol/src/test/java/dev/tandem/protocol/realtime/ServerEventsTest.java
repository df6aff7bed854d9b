package dev.tandem.protocol.realtime;

import static dev.tandem.protocol.VendorExamples.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.realtime.ServerEvent.Unknown;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerEventsTest {

    private static final Unknown NOTHING = new Unknown(ServerEvents.NO_TYPE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "'text'",
                "[]",
                "{}",
                "{",
                "{'type'",
                "{'type':",
                "{'type':7}",
                "{'type':null}",
                "{'type':{'type':'error'}}",
                "[{'type':'error'}]",
                "{'item':{'type':'message'}}",
                "\u0000\u0001",
                "not json at all"
            })
    void what_has_no_type_is_unknown_without_one(String text) {
        assertThat(read(text)).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.output_audio.delta",
                "response.output_audio_transcript.delta",
                "response.content_part.done",
                "response.mcp_call.completed",
                "response.never_heard_of"
            })
    void a_type_nobody_acts_on_is_unknown_without_reading_further(String type) {
        assertThat(read("{'type':'" + type + "', this is not JSON")).isEqualTo(new Unknown(type));
    }

    @Test
    void the_type_may_stand_anywhere() {
        assertThat(read("{'item':{'type':'message','x':[1,{'type':'y'}]},'item_id':'item_1',"
                        + "'type':'conversation.item.deleted'}"))
                .isEqualTo(new ServerEvent.ItemDeleted("item_1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'conversation.item.deleted','item_id':'item_1'",
                "{'type':'conversation.item.deleted','item_id':'item_1'} trailing",
                "{'type':'conversation.item.deleted','item_id':'item_1'}{}",
                "{'type':'conversation.item.deleted'}",
                "{'type':'conversation.item.deleted','item_id':null}",
                "{'type':'conversation.item.deleted','item_id':''}",
                "{'type':'conversation.item.deleted','item_id':{}}",
                "{'type':'conversation.item.deleted','item_id':['item_1']}"
            })
    void a_known_event_that_is_broken_or_lacks_its_id_is_unknown_with_its_type(String text) {
        assertThat(read(text)).isEqualTo(new Unknown("conversation.item.deleted"));
    }

    @Test
    void an_id_no_server_would_give_is_no_id() {
        assertThat(read("{'type':'conversation.item.deleted','item_id':'" + "i".repeat(513) + "'}"))
                .isEqualTo(new Unknown("conversation.item.deleted"));
        assertThat(read("{'type':'conversation.item.deleted','item_id':'" + "i".repeat(512) + "'}"))
                .isInstanceOf(ServerEvent.ItemDeleted.class);
    }

    @Test
    void an_endless_type_is_cut() {
        assertThat(read("{'type':'" + "t".repeat(1_000_000) + "'}"))
                .isEqualTo(new Unknown("t".repeat(ServerEvents.MAX_TYPE)));
    }

    @Test
    void nesting_without_end_is_unknown() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(read("{'type':'error','error':" + deep + "}")).isEqualTo(new Unknown("error"));
        assertThat(read("{'error':" + deep + ",'type':'error'}")).isEqualTo(NOTHING);
    }

    @Test
    void only_the_given_part_of_the_bytes_is_read() {
        byte[] event = quoted("{'type':'output_audio_buffer.started','response_id':'resp_1'}");
        byte[] around = new byte[event.length + 10];
        System.arraycopy(event, 0, around, 5, event.length);
        assertThat(ServerEvents.read(around, 5, event.length)).isEqualTo(new ServerEvent.PlaybackStarted("resp_1"));
    }

    @Test
    void beta_names_mean_what_their_successors_mean() {
        String where = "'response_id':'resp_1','item_id':'item_1','content_index':1";
        assertThat(read("{'type':'response.audio_transcript.done'," + where + ",'transcript':'Hello'}"))
                .isEqualTo(new ServerEvent.AgentTranscribed("resp_1", "item_1", 1, "Hello"));
        assertThat(read("{'type':'response.text.done'," + where + ",'text':'Hello'}"))
                .isEqualTo(new ServerEvent.AgentTranscribed("resp_1", "item_1", 1, "Hello"));
    }

    @Test
    void arguments_without_a_name_as_beta_servers_send_them_leave_the_name_to_the_item() {
        assertThat(
                        read(
                                "{'type':'response.function_call_arguments.done','response_id':'r','item_id':'i','call_id':'c','arguments':'{}'}"))
                .isEqualTo(new ServerEvent.ArgumentsDone("r", "i", "c", null, "{}"));
    }

    @Test
    void arguments_sent_as_json_instead_of_text_are_taken_as_their_text() {
        assertThat(
                        read(
                                "{'type':'response.function_call_arguments.done','response_id':'r','item_id':'i','call_id':'c','name':'n','arguments':{'a':[1,null]}}"))
                .isEqualTo(new ServerEvent.ArgumentsDone("r", "i", "c", "n", "{\"a\":[1,null]}"));
    }

    @Test
    void numbers_may_come_as_text_and_nonsense_counts_as_absent() {
        assertThat(read("{'type':'input_audio_buffer.speech_started','item_id':'i','audio_start_ms':'1000'}"))
                .isEqualTo(new ServerEvent.SpeechStarted("i", 1000));
        assertThat(read("{'type':'input_audio_buffer.speech_started','item_id':'i','audio_start_ms':[1]}"))
                .isEqualTo(new ServerEvent.SpeechStarted("i", 0));
        assertThat(read("{'type':'rate_limits.updated','rate_limits':[{'name':'tokens','reset_seconds':'NaN'},7]}"))
                .isEqualTo(new ServerEvent.RateLimitsUpdated(List.of(new ServerEvent.RateLimit("tokens", 0, 0, 0))));
    }

    @Test
    void only_keys_of_a_telephone_are_keys() {
        assertThat(read("{'type':'input_audio_buffer.dtmf_event_received','event':'#'}"))
                .isEqualTo(new ServerEvent.DtmfPressed("#", 0));
        assertThat(read("{'type':'input_audio_buffer.dtmf_event_received','event':7,'received_at':1}"))
                .isEqualTo(new ServerEvent.DtmfPressed("7", 1));
        for (String none : List.of("'12'", "'E'", "''", "null", "{}")) {
            assertThat(read("{'type':'input_audio_buffer.dtmf_event_received','event':" + none + "}"))
                    .isEqualTo(new Unknown("input_audio_buffer.dtmf_event_received"));
        }
    }

    @Test
    void an_error_is_reported_even_when_it_says_nothing() {
        ServerEvent silent = new ServerEvent.ErrorReported("", null, "", null, null);
        assertThat(read("{'type':'error'}")).isEqualTo(silent);
        assertThat(read("{'type':'error','error':null}")).isEqualTo(silent);
        assertThat(read("{'type':'error','error':'boom'}")).isEqualTo(silent);
    }

    @Test
    void a_response_ends_whatever_else_is_missing() {
        assertThat(read("{'type':'response.done','response':{'id':'r'}}"))
                .isEqualTo(new ServerEvent.ResponseDone("r", ResponseStatus.OTHER, null, null, List.of(), Usage.NONE));
        assertThat(read("{'type':'response.done','response':{'id':'r','status':'exploded','output':[{'id':null},7,"
                        + "{'id':'i','type':'hologram'}],'usage':'much'}}"))
                .isEqualTo(new ServerEvent.ResponseDone(
                        "r", ResponseStatus.OTHER, null, null, List.of(new Item.Other("i", "hologram")), Usage.NONE));
    }

    @Test
    void the_code_of_a_failed_response_is_preferred_to_its_type() {
        assertThat(
                        read(
                                "{'type':'response.done','response':{'id':'r','status':'failed','status_details':{'error':{'type':'server_error','code':'rate_limit_exceeded'}}}}"))
                .isEqualTo(new ServerEvent.ResponseDone(
                        "r", ResponseStatus.FAILED, null, "rate_limit_exceeded", List.of(), Usage.NONE));
    }

    @Test
    void words_that_are_no_text_are_not_taken_for_silence() {
        String event = "{'type':'conversation.item.input_audio_transcription.completed','item_id':'i','transcript':";
        assertThat(read(event + "{}}")).isEqualTo(new Unknown("conversation.item.input_audio_transcription.completed"));
        assertThat(read(event + "null}")).isEqualTo(new ServerEvent.CallerTranscribed("i", 0, "", Usage.NONE));
    }

    @Test
    void half_a_surrogate_pair_becomes_a_replacement_character_so_that_it_can_be_stored() {
        String event = "{'type':'conversation.item.input_audio_transcription.completed','item_id':'i','transcript':";
        assertThat(read(event + "'a\\ud83d b\\ud83d\\ude00 \\ude00'}"))
                .isEqualTo(new ServerEvent.CallerTranscribed("i", 0, "a\uFFFD b\uD83D\uDE00 \uFFFD", Usage.NONE));
    }

    private static ServerEvent read(String singleQuoted) {
        return ServerEvents.read(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
