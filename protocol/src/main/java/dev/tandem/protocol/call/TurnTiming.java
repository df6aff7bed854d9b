package dev.tandem.protocol.call;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Stage durations of one agent turn in ms, measured on the clock of the node that held the sideband; -1 where a stage was not seen.
 *
 * @param toResponse from the end of the caller's speech to the response's creation; only of the first response after that end
 * @param toFirstAudio from the end of the caller's speech to the start of playback, whatever tools ran in between
 * @param toDone from the response's creation to its end
 * @param speechEnd where the end of the caller's speech was read; null when nobody spoke before, or in journals older than it
 * @param toPlayback from the response's creation to the start of playback; null when none was seen, or in journals older than it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TurnTiming(long toResponse, long toFirstAudio, long toDone, SpeechEnd speechEnd, Long toPlayback) {

    /** Where the end of the caller's speech is read, the truest first. */
    public enum SpeechEnd {
        /** In the caller's audio: the provider tells how far into it the speech ended, less the silence it waited for. */
        CALLER_AUDIO,
        /** When the provider's word that speech had stopped came in. */
        SPEECH_STOPPED,
        /** When the provider's word that the turn is closed came in; it had said nothing earlier. */
        COMMITTED
    }
}
