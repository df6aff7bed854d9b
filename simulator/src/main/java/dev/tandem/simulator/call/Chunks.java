package dev.tandem.simulator.call;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into the pieces that the deltas carry. */
final class Chunks {
    private static final int SHORTEST = 24;
    /** More deltas than this teach a client nothing and cost the simulator time. */
    private static final int MOST = 48;

    private Chunks() {}

    /** The pieces; joined they are the text, and none splits a character in two. */
    static List<String> of(String text) {
        List<String> chunks = new ArrayList<>();
        int size = Math.max(SHORTEST, (text.length() + MOST - 1) / MOST);
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + size);
            int space = text.indexOf(' ', end);
            if (end < text.length() && space >= 0 && space - end < SHORTEST) {
                end = space;
            }
            if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                end++;
            }
            chunks.add(text.substring(start, end));
            start = end;
        }
        return chunks;
    }
}
