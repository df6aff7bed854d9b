package dev.tandem.simulator.call;

import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.caller.Turn;
import dev.tandem.simulator.event.ErrorDetail;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Queue;

/**
 * The input audio buffer of a model session and its voice activity detection.
 *
 * <p>Time is the time of the sound: positions and silences count the milliseconds that were appended, so that the same
 * bytes always give the same turns.
 */
public final class InputAudio {
    /** The vendor's limit for one event. */
    private static final int MAX_APPEND = 15 * 1024 * 1024;
    /** Eleven minutes of the widest format; more is refused until it is committed or cleared. */
    private static final int MAX_BUFFER = 32 * 1024 * 1024;
    /** The vendor commits nothing shorter. */
    private static final long SHORTEST_MS = 100;
    /** Turns whose sound can still be retrieved. */
    private static final int MAX_KEPT_TURNS = 8;
    /** Loudness is judged in pieces of this length. */
    private static final int WINDOW_MS = 20;
    /** Mean of the samples that counts as a voice at threshold 1. */
    private static final int FULL_VOICE = 1_000;

    private final ModelSession session;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final Queue<Item> withAudio = new ArrayDeque<>();
    private byte[] rest = new byte[0];
    private long positionMs;
    private boolean speaking;
    private String itemId;
    private long quietMs;

    InputAudio(ModelSession session) {
        this.session = session;
    }

    /** Milliseconds of sound so far. */
    long positionMs() {
        return positionMs;
    }

    /** {@code input_audio_buffer.append}. */
    public Optional<ErrorDetail> append(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return Optional.of(
                    ErrorDetail.invalid("invalid_value", "Invalid 'audio'. Expected base64-encoded audio.", "audio"));
        }
        if (bytes.length > MAX_APPEND || buffer.size() + bytes.length > MAX_BUFFER) {
            return Optional.of(ErrorDetail.invalid("invalid_value", "Too much audio.", "audio"));
        }
        AudioFormat format = session.config().inputFormat();
        byte[] sound = joined(rest, bytes);
        int window = format.bytesPerMs() * WINDOW_MS;
        int whole = sound.length / window * window;
        for (int start = 0; start < whole; start += window) {
            hear(sound, start, window, format);
        }
        rest = Arrays.copyOfRange(sound, whole, sound.length);
        return Optional.empty();
    }

    /** {@code input_audio_buffer.commit}. */
    public Optional<ErrorDetail> commit() {
        AudioFormat format = session.config().inputFormat();
        long bufferedMs = format.ms(buffer.size() + rest.length);
        if (bufferedMs < SHORTEST_MS) {
            return Optional.of(ErrorDetail.invalid(
                    "input_audio_buffer_commit_empty",
                    "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer"
                            + " only has " + bufferedMs + ".00ms of audio."));
        }
        buffer.writeBytes(rest);
        rest = new byte[0];
        commit(speaking ? itemId : session.ids().fresh("item"));
        return Optional.empty();
    }

    /** {@code input_audio_buffer.clear}. */
    public void clear() {
        forget();
        session.emit(session.events().inputCleared());
    }

    private void hear(byte[] sound, int start, int length, AudioFormat format) {
        positionMs += WINDOW_MS;
        boolean detects = session.config().detectsTurns();
        if (!detects || speaking) {
            buffer.write(sound, start, length);
        }
        if (!detects) {
            return;
        }
        boolean voice =
                loudness(sound, start, length, format) > session.config().threshold() * FULL_VOICE;
        if (voice && !speaking) {
            startTurn(sound, start, length);
        } else if (speaking) {
            quietMs = voice ? 0 : quietMs + WINDOW_MS;
            if (quietMs >= session.config().silenceMs()) {
                endTurn();
            }
        }
    }

    private void startTurn(byte[] sound, int start, int length) {
        speaking = true;
        quietMs = 0;
        itemId = session.ids().fresh("item");
        buffer.reset();
        buffer.write(sound, start, length);
        long began = Math.max(0, positionMs - WINDOW_MS - session.config().paddingMs());
        session.idle().stop();
        session.emit(session.events().speechStarted(itemId, began));
        if (session.config().interruptsResponses()) {
            session.agent().bargedIn();
        }
    }

    private void endTurn() {
        session.emit(session.events().speechStopped(itemId, positionMs));
        commit(itemId);
        if (session.config().createsResponses()) {
            session.mind().spokenTo();
        }
    }

    private void commit(String id) {
        AudioFormat format = session.config().inputFormat();
        Item item = new Item(id, Item.Type.CALLER_AUDIO);
        item.audioMs = format.ms(buffer.size());
        item.text = session.heard(item.audioMs);
        item.keepAudio(buffer.toByteArray());
        withAudio.add(item);
        if (withAudio.size() > MAX_KEPT_TURNS) {
            withAudio.remove().forgetAudio();
        }
        forget();
        session.emit(session.events().committed(session.conversation().lastId(), id));
        TurnLog.Spoken spoken = session.turns().begin(id, "caller");
        spoken.soFar(item.text);
        session.addItem(item);
        session.transcription().begin(item, spoken, Turn.Transcript.PROMPT);
    }

    private void forget() {
        buffer.reset();
        rest = new byte[0];
        speaking = false;
        quietMs = 0;
    }

    private static double loudness(byte[] sound, int start, int length, AudioFormat format) {
        long sum = 0;
        int samples = length / format.sampleBytes();
        for (int i = 0; i < samples; i++) {
            sum += Math.abs(format.sample(sound, start + i * format.sampleBytes()));
        }
        return (double) sum / samples;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
