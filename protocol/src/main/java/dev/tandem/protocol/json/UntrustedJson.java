package dev.tandem.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads and writes JSON of the outside world: bounded in depth, UTF-8 only, and never letting broken text in or out. */
public final class UntrustedJson {

    /** Deeper nesting than this is not read; the vendor's own events are at most ten levels deep. */
    public static final int MAX_DEPTH = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private UntrustedJson() {}

    public static JsonParser stream(byte[] utf8, int offset, int length) throws IOException {
        return FACTORY.createParser(utf8, offset, length);
    }

    /**
     * The one JSON object that the bytes are.
     *
     * @throws IOException when they are not JSON, not an object, or more than one value
     */
    public static Fields object(byte[] utf8, int offset, int length) throws IOException {
        JsonNode root = MAPPER.readTree(utf8, offset, length);
        if (root == null || !root.isObject()) {
            throw new IOException("not a JSON object");
        }
        return new Fields(root);
    }

    /** UTF-8 bytes of a JSON value; an unpaired surrogate is written as a question mark. */
    public static byte[] write(JsonNode json) {
        // By way of a string: the generator that writes bytes fails on an unpaired surrogate, which a tool's output may
        // hold.
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The text with unpaired surrogates, which no UTF-8 or CBOR writer takes, replaced by U+FFFD. */
    public static String wellFormed(String text) {
        int broken = firstUnpaired(text);
        if (broken < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length()).append(text, 0, broken);
        text.substring(broken)
                .codePoints()
                .map(point -> isSurrogate(point) ? 0xFFFD : point)
                .forEach(mended::appendCodePoint);
        return mended.toString();
    }

    /** At most {@code max} characters of the text, never ending in half a surrogate pair. */
    public static String bounded(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end);
    }

    private static int firstUnpaired(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                i++;
            } else {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
