package dev.tandem.realtime;

import java.time.Instant;
import java.util.List;

/**
 * Where a conversation stands when a session lets its sideband go on purpose: what it knows beyond the journal, so that whoever
 * follows need not take an item that is merely unfinished for one that was missed.
 *
 * @param at from then on words may be missed
 * @param lastItemId the conversation's last item, or null while there is none
 * @param open items that are not finished, messages before tool calls; at most {@value #MAX_OPEN}, the latest
 */
public record Standing(Instant at, String lastItemId, List<Open> open) {

    static final int MAX_OPEN = 50;

    /**
     * An item whose words, or whose response's end, are still to come.
     *
     * @param before the item that stands before it, or null
     * @param toolCall whether it is one, and a message otherwise
     */
    public record Open(String itemId, String before, boolean toolCall) {}

    public Standing {
        open = List.copyOf(open.subList(Math.max(0, open.size() - MAX_OPEN), open.size()));
    }
}
