package dev.tandem.persistence.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * A place in a list of calls: the next page begins after this call. Written as base64url of the offer time in ms, the call id
 * and a checksum, opaque to everyone else.
 */
record ListCursor(Instant offeredAt, String callId) {

    /** Before every call. */
    static final ListCursor BEGINNING = new ListCursor(Instant.parse("9999-12-31T00:00:00Z"), "");

    private static final int LONGEST = 1_000;

    String text() {
        byte[] id = callId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES + id.length);
        bytes.putLong(0).putLong(offeredAt.toEpochMilli()).put(id);
        bytes.putLong(0, checksum(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Fails with {@link IllegalArgumentException} on a text that {@link #text()} did not make. */
    static ListCursor of(String text) {
        if (text.length() > LONGEST) {
            throw unknown();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        if (bytes.length < 2 * Long.BYTES) {
            throw unknown();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long checksum = buffer.getLong();
        Instant offeredAt = Instant.ofEpochMilli(buffer.getLong());
        ListCursor cursor = new ListCursor(
                offeredAt, new String(bytes, 2 * Long.BYTES, bytes.length - 2 * Long.BYTES, StandardCharsets.UTF_8));
        if (checksum != checksum(bytes) || !cursor.text().equals(text)) {
            throw unknown();
        }
        return cursor;
    }

    private static IllegalArgumentException unknown() {
        return new IllegalArgumentException("The cursor is not one of a page before; begin without one.");
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, Long.BYTES, bytes.length - Long.BYTES);
        return crc.getValue();
    }
}
