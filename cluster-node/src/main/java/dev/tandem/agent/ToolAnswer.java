package dev.tandem.agent;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.util.ByteString;

/** What a tool's answer becomes for the model: its text, cut where it is too long, and never empty. */
final class ToolAnswer {

    /** Answers beyond this are not read at all. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    /** What the model is given at most; every byte of it is paid for in each later response. */
    static final int MAX_OUTPUT_BYTES = 16 * 1024;

    private ToolAnswer() {}

    static String text(ContentType type, ByteString body) {
        if (body.isEmpty()) {
            return "{\"ok\":true}";
        }
        if (isMedia(type.mediaType()) || body.indexOf((byte) 0) >= 0) {
            return "{\"ok\":true,\"note\":\"The tool answered with " + body.size() + " bytes that are not text.\"}";
        }
        Charset charset = type.getCharsetOption().map(c -> c.nioCharset()).orElse(StandardCharsets.UTF_8);
        String text = decoded(charset, body.take(MAX_OUTPUT_BYTES), body.size() > MAX_OUTPUT_BYTES);
        return body.size() <= MAX_OUTPUT_BYTES
                ? text
                : text + "\n[cut: the tool's answer had " + body.size() + " bytes]";
    }

    private static boolean isMedia(MediaType type) {
        return type.isImage() || type.isAudio() || type.isVideo();
    }

    /** A character that the cut went through is left out; bytes that are no characters become U+FFFD. */
    private static String decoded(Charset charset, ByteString bytes, boolean cut) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer in = bytes.asByteBuffer();
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(in.remaining() * (double) decoder.maxCharsPerByte()) + 1);
        decoder.decode(in, out, !cut);
        if (!cut) {
            decoder.flush(out);
        }
        return out.flip().toString();
    }
}
