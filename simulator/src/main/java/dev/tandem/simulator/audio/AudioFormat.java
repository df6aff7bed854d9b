package dev.tandem.simulator.audio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.Optional;

/** The audio formats of a session, by their names in the protocol. */
public enum AudioFormat {
    /** 16 bit, little endian, 24 kHz. */
    PCM("audio/pcm", 24_000, 2),
    /** G.711 mu-law, 8 kHz. */
    PCMU("audio/pcmu", 8_000, 1),
    /** G.711 A-law, 8 kHz. */
    PCMA("audio/pcma", 8_000, 1);

    private final String type;
    private final int rate;
    private final int sampleBytes;

    AudioFormat(String type, int rate, int sampleBytes) {
        this.type = type;
        this.rate = rate;
        this.sampleBytes = sampleBytes;
    }

    /** The format in a session's {@code format} object; only the one rate of PCM exists. */
    public static Optional<AudioFormat> of(JsonNode format) {
        for (AudioFormat known : values()) {
            boolean rateFits = !format.has("rate") || format.path("rate").asInt() == known.rate;
            if (known.type.equals(format.path("type").asText()) && rateFits) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** The {@code format} object. */
    public ObjectNode json() {
        ObjectNode node = Json.object().put("type", type);
        return this == PCM ? node.put("rate", rate) : node;
    }

    /** Samples a second. */
    public int rate() {
        return rate;
    }

    /** Bytes of one millisecond. */
    public int bytesPerMs() {
        return rate / 1_000 * sampleBytes;
    }

    /** The length of some bytes. */
    public long ms(long bytes) {
        return bytes / bytesPerMs();
    }

    /** The samples as bytes of this format. */
    public byte[] encode(short[] samples) {
        byte[] bytes = new byte[samples.length * sampleBytes];
        for (int i = 0; i < samples.length; i++) {
            switch (this) {
                case PCM -> {
                    bytes[2 * i] = (byte) samples[i];
                    bytes[2 * i + 1] = (byte) (samples[i] >> 8);
                }
                case PCMU -> bytes[i] = G711.toMuLaw(samples[i]);
                case PCMA -> bytes[i] = G711.toALaw(samples[i]);
            }
        }
        return bytes;
    }

    /** The sample whose first byte is at {@code offset}. */
    public short sample(byte[] bytes, int offset) {
        return switch (this) {
            case PCM -> (short) ((bytes[offset] & 0xFF) | bytes[offset + 1] << 8);
            case PCMU -> G711.fromMuLaw(bytes[offset]);
            case PCMA -> G711.fromALaw(bytes[offset]);
        };
    }

    /** Bytes of one sample. */
    public int sampleBytes() {
        return sampleBytes;
    }
}
