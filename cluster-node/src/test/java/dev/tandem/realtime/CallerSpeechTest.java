package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.TurnTiming.SpeechEnd;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where a turn's latency is measured from. */
class CallerSpeechTest {

    /** Of this node's clock when the caller's audio began; negative, because the clock's origin is arbitrary. */
    private static final long AUDIO_BEGAN = -5_000;

    private final CallerSpeech speech = new CallerSpeech();

    @Test
    void the_silence_that_the_provider_waited_for_counts_as_waiting() {
        speech.silence(500);
        speech.stopped(4_000, at(4_030));

        assertThat(speech.readFrom()).isEqualTo(SpeechEnd.CALLER_AUDIO);
        assertThat(speech.since(at(4_330))).isEqualTo(800);
    }

    @Test
    void an_event_that_comes_late_does_not_hide_the_waiting() {
        speech.silence(500);
        speech.stopped(4_000, at(4_030));
        speech.over();
        speech.stopped(9_000, at(9_730));

        assertThat(speech.since(at(9_730))).isEqualTo(500 + 700);
    }

    @Test
    void clocks_that_drift_apart_count_for_some_turns_only() {
        for (int turn = 1; turn <= 100; turn++) {
            speech.stopped(turn * 10_000L, at(turn * 10_010L));
        }

        assertThat(speech.since(at(100 * 10_010L))).isLessThanOrEqualTo(8 * 10);
    }

    @Test
    void without_a_position_in_the_audio_the_event_itself_counts() {
        speech.silence(500);
        speech.stopped(0, at(4_030));

        assertThat(speech.readFrom()).isEqualTo(SpeechEnd.SPEECH_STOPPED);
        assertThat(speech.since(at(4_330))).isEqualTo(300);
    }

    @Test
    void a_position_that_cannot_be_is_not_believed() {
        speech.stopped(4_000, at(4_030));
        speech.over();
        speech.stopped(5_000, at(60_000));

        assertThat(speech.readFrom()).isEqualTo(SpeechEnd.SPEECH_STOPPED);
        assertThat(speech.since(at(60_100))).isEqualTo(100);
    }

    @Test
    void a_turn_whose_end_was_not_heard_begins_where_it_was_closed() {
        speech.committed(at(1_000));

        assertThat(speech.readFrom()).isEqualTo(SpeechEnd.COMMITTED);
        assertThat(speech.since(at(1_250))).isEqualTo(250);

        speech.stopped(0, at(2_000));
        speech.committed(at(2_100));
        assertThat(speech.readFrom()).isEqualTo(SpeechEnd.SPEECH_STOPPED);
    }

    @Test
    void only_the_first_response_after_the_speech_has_waited_for_it() {
        speech.stopped(0, at(1_000));

        assertThat(speech.toFirstResponse(at(1_200))).isEqualTo(200);
        assertThat(speech.toFirstResponse(at(3_000))).isEqualTo(-1);
        assertThat(speech.since(at(3_500))).isEqualTo(2_500);
    }

    @Test
    void nothing_is_measured_where_nobody_spoke() {
        assertThat(speech.toFirstResponse(at(100))).isEqualTo(-1);
        speech.stopped(0, at(1_000));
        speech.over();
        assertThat(speech.since(at(2_000))).isEqualTo(-1);
        assertThat(speech.readFrom()).isNull();
    }

    private static long at(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(AUDIO_BEGAN + ms);
    }
}
