package dev.tandem.realtime;

import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.realtime.ServerEvent;

/** Turns of a caller as a session hears them on its first socket. */
final class Spoken {

    private Spoken() {}

    /** The caller has spoken; the words come later. */
    static RealtimeSession.Heard committed(int number) {
        return new RealtimeSession.Heard(1, new ServerEvent.SpeechCommitted("item_" + number, null), System.nanoTime());
    }

    static RealtimeSession.Heard turn(int number) {
        return new RealtimeSession.Heard(
                1,
                new ServerEvent.CallerTranscribed("item_" + number, 0, "turn " + number, Usage.NONE),
                System.nanoTime());
    }
}
