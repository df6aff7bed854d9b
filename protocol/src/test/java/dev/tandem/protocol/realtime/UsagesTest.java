package dev.tandem.protocol.realtime;

import static dev.tandem.protocol.VendorExamples.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.Usage;
import org.junit.jupiter.api.Test;

/** Tokens of an untold kind are never counted as a cheaper kind than they may be. */
class UsagesTest {

    @Test
    void without_details_a_response_counts_as_audio_in_and_out() {
        assertThat(response("{'total_tokens':10,'input_tokens':8,'output_tokens':2}"))
                .isEqualTo(new Usage(0, 0, 8, 0, 0, 2, 0));
        assertThat(response("{'input_tokens':8,'input_token_details':null,'output_tokens':2}"))
                .isEqualTo(new Usage(0, 0, 8, 0, 0, 2, 0));
    }

    @Test
    void of_half_told_details_the_rest_is_the_other_kind() {
        assertThat(response("{'input_tokens':100,'input_token_details':{'text_tokens':60},"
                        + "'output_tokens':10,'output_token_details':{'audio_tokens':4}}"))
                .isEqualTo(new Usage(60, 0, 40, 0, 6, 4, 0));
    }

    @Test
    void told_details_are_taken_as_they_are() {
        assertThat(response("{'input_tokens':999,'input_token_details':{'text_tokens':6,'audio_tokens':4}}"))
                .isEqualTo(new Usage(6, 0, 4, 0, 0, 0, 0));
    }

    @Test
    void image_tokens_count_as_text() {
        assertThat(response("{'input_tokens':9,'input_token_details':{'text_tokens':2,'audio_tokens':3,"
                        + "'image_tokens':4}}"))
                .isEqualTo(new Usage(6, 0, 3, 0, 0, 0, 0));
    }

    @Test
    void cached_tokens_of_an_untold_kind_are_text_as_far_as_there_is_text() {
        assertThat(response("{'input_token_details':{'text_tokens':50,'audio_tokens':50,'cached_tokens':64}}"))
                .isEqualTo(new Usage(50, 50, 50, 14, 0, 0, 0));
    }

    @Test
    void more_cannot_be_cached_than_went_in() {
        assertThat(response("{'input_token_details':{'text_tokens':5,'audio_tokens':5,'cached_tokens':1000,"
                        + "'cached_tokens_details':{'text_tokens':700,'audio_tokens':300}}}"))
                .isEqualTo(new Usage(5, 5, 5, 5, 0, 0, 0));
    }

    @Test
    void negative_and_senseless_counts_are_none() {
        assertThat(response("{'input_tokens':-5,'output_tokens':'many','input_token_details':{'text_tokens':-7,"
                        + "'audio_tokens':[]}}"))
                .isEqualTo(Usage.NONE);
        assertThat(transcription("{'type':'duration','seconds':-3}")).isEqualTo(Usage.NONE);
        assertThat(transcription("{'type':'duration','seconds':'Infinity'}")).isEqualTo(Usage.NONE);
    }

    @Test
    void a_transcription_puts_out_text_and_takes_in_audio_unless_it_says_more() {
        assertThat(transcription("{'type':'tokens','input_tokens':13,'output_tokens':9}"))
                .isEqualTo(new Usage(0, 0, 13, 0, 9, 0, 0));
        assertThat(transcription("{'type':'tokens','input_tokens':13,'output_tokens':9,"
                        + "'input_token_details':{'text_tokens':3,'audio_tokens':10}}"))
                .isEqualTo(new Usage(3, 0, 10, 0, 9, 0, 0));
    }

    @Test
    void a_transcription_charged_by_time_counts_its_seconds() {
        assertThat(transcription("{'type':'duration','seconds':2.4}")).isEqualTo(new Usage(0, 0, 0, 0, 0, 0, 2.4));
    }

    @Test
    void no_usage_is_none() {
        assertThat(response("null")).isEqualTo(Usage.NONE);
        assertThat(transcription("null")).isEqualTo(Usage.NONE);
    }

    private static Usage response(String usage) {
        var event = ServerEvents.read(
                quoted("{'type':'response.done','response':{'id':'r','status':'completed','usage':" + usage + "}}"));
        return ((ServerEvent.ResponseDone) event).usage();
    }

    private static Usage transcription(String usage) {
        var event = ServerEvents.read(
                quoted("{'type':'conversation.item.input_audio_transcription.completed','item_id':'i','transcript':'x',"
                        + "'usage':" + usage + "}"));
        return ((ServerEvent.CallerTranscribed) event).usage();
    }
}
