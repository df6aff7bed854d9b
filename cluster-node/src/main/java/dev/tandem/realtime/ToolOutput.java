package dev.tandem.realtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names the item that the output of a tool call becomes in the conversation: the same whoever writes it, and when. */
public final class ToolOutput {

    private static final String PREFIX = "out_";

    /** With the prefix the 32 characters that the provider takes at the most. */
    private static final int HASH_BYTES = 14;

    private ToolOutput() {}

    public static String itemId(String toolCallId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(toolCallId.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static boolean isOne(String itemId) {
        return itemId.startsWith(PREFIX);
    }
}
