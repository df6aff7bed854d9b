package dev.tandem.realtime;

import dev.tandem.protocol.call.TurnTiming.SpeechEnd;
import java.util.concurrent.TimeUnit;

/**
 * When the caller last fell silent, on this node's monotonic clock. The provider says so only some time later, and counts in the caller's
 * audio: where that audio began on our clock is learned from the events themselves, of which the least delayed is the truest.
 */
final class CallerSpeech {

    /** So many turns are remembered; clocks that drift apart must not count for a whole call. */
    private static final int TURNS = 8;

    /** Nobody waits that long for a turn's end: what lies further back was not understood rightly. */
    private static final long MAX_BACK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long[] audioBegan = new long[TURNS];
    private int turns;
    private long silenceNanos;
    private long endNanos;
    private SpeechEnd readFrom;
    private boolean answered;

    /** @param ms how long the provider waits in silence until a turn is over; 0 when it has not told */
    void silence(long ms) {
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(ms);
    }

    /** @param audioEndMs from the start of the caller's audio, the silence included; 0 when not told */
    void stopped(long audioEndMs, long nanos) {
        answered = false;
        if (audioEndMs <= 0) {
            endNanos = nanos;
            readFrom = SpeechEnd.SPEECH_STOPPED;
            return;
        }
        long audio = TimeUnit.MILLISECONDS.toNanos(audioEndMs);
        audioBegan[turns++ % TURNS] = nanos - audio;
        long end = began() + audio - silenceNanos;
        boolean possible = nanos - end <= MAX_BACK_NANOS;
        endNanos = possible ? end : nanos;
        readFrom = possible ? SpeechEnd.CALLER_AUDIO : SpeechEnd.SPEECH_STOPPED;
    }

    /** The turn is closed; tells something new only where its end was not heard. */
    void committed(long nanos) {
        if (readFrom == null) {
            answered = false;
            endNanos = nanos;
            readFrom = SpeechEnd.COMMITTED;
        }
    }

    /** The agent is heard, or nothing is: what comes next is measured from the next end of speech. Where the audio began stays known. */
    void over() {
        readFrom = null;
    }

    /** Where the end was read; null when nobody has spoken since the agent was heard. */
    SpeechEnd readFrom() {
        return readFrom;
    }

    /** Since the end of speech in ms for the first response after it; -1 for others, and when nobody spoke. */
    long toFirstResponse(long nanos) {
        if (answered) {
            return -1;
        }
        answered = true;
        return since(nanos);
    }

    /** Since the end of speech in ms; -1 when nobody spoke. */
    long since(long nanos) {
        return readFrom == null ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos - endNanos);
    }

    private long began() {
        long earliest = audioBegan[0];
        for (int i = 1; i < Math.min(turns, TURNS); i++) {
            // Differences only: the clock's origin is arbitrary.
            earliest = audioBegan[i] - earliest < 0 ? audioBegan[i] : earliest;
        }
        return earliest;
    }
}
