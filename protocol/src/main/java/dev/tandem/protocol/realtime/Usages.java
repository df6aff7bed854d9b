package dev.tandem.protocol.realtime;

import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.json.Fields;

/**
 * Reads what was consumed. Every field is optional. Tokens of an untold kind are counted so that the cost derived from them may be too
 * high, never too low: as audio, the dearest kind, and untold cached tokens first as text, whose discount is the smallest.
 */
final class Usages {

    private Usages() {}

    static Usage ofResponse(Fields usage) {
        Input in = input(usage);
        Fields details = usage.object("output_token_details");
        Kinds out = Kinds.of(details, usage.count("output_tokens"));
        return new Usage(in.text, in.textCached, in.audio, in.audioCached, out.text, out.audio, 0);
    }

    /** A transcription is charged by tokens or by time; what it puts out is text. */
    static Usage ofTranscription(Fields usage) {
        Input in = input(usage);
        return new Usage(
                in.text,
                in.textCached,
                in.audio,
                in.audioCached,
                Math.max(usage.count("output_tokens"), 0),
                0,
                usage.seconds("seconds"));
    }

    private static Input input(Fields usage) {
        Fields details = usage.object("input_token_details");
        Kinds in = Kinds.of(details, usage.count("input_tokens"));
        Fields cachedDetails = details.object("cached_tokens_details");
        long cached = Math.max(details.count("cached_tokens"), 0);
        long text = cachedDetails.count("text_tokens");
        long audio = cachedDetails.count("audio_tokens");
        long textCached = Math.min(text >= 0 ? text : Math.max(cached - Math.max(audio, 0), 0), in.text);
        long audioCached = Math.min(audio >= 0 ? audio : Math.max(cached - textCached, 0), in.audio);
        return new Input(in.text, textCached, in.audio, audioCached);
    }

    private record Input(long text, long textCached, long audio, long audioCached) {}

    private record Kinds(long text, long audio) {

        /** Image tokens count as text, the nearest in price; a phone call has none. */
        static Kinds of(Fields details, long total) {
            long text = details.count("text_tokens");
            long audio = details.count("audio_tokens");
            long image = Math.max(details.count("image_tokens"), 0);
            long rest = Math.max(total - Math.max(text, 0) - Math.max(audio, 0) - image, 0);
            if (audio < 0) {
                return new Kinds(Math.max(text, 0) + image, rest);
            }
            return new Kinds((text < 0 ? rest : text) + image, audio);
        }
    }
}
