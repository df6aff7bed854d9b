package dev.tandem.socket;

import java.nio.charset.StandardCharsets;

/** The text of a close frame, which RFC 6455 section 5.5 bounds with its code to 125 bytes. */
final class CloseReason {
    private static final int LONGEST = 123;

    private CloseReason() {}

    /** As many whole characters as fit. */
    static String fitting(String reason) {
        if (reason == null) return "";
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int at = 0; at < reason.length(); ) {
            String one = Character.toString(reason.codePointAt(at));
            bytes += one.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST) break;
            kept.append(one);
            at += one.length();
        }
        return kept.toString();
    }
}
