package dev.tandem.protocol.call;

/**
 * Tokens by kind, as charged; cached tokens are a part of their input counts.
 *
 * @param transcriptionSeconds audio transcribed by models that charge by time, 0 otherwise
 */
public record Usage(
        long textIn,
        long textCached,
        long audioIn,
        long audioCached,
        long textOut,
        long audioOut,
        double transcriptionSeconds) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0);

    public Usage plus(Usage more) {
        return new Usage(
                textIn + more.textIn,
                textCached + more.textCached,
                audioIn + more.audioIn,
                audioCached + more.audioCached,
                textOut + more.textOut,
                audioOut + more.audioOut,
                transcriptionSeconds + more.transcriptionSeconds);
    }
}
