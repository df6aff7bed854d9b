package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.ArrayDeque;
import java.util.Queue;

/** Writes the spoken turns of one call into the truth in conversation order, each once it is final. */
final class TurnLog {
    private final Session session;
    private final Queue<Spoken> waiting = new ArrayDeque<>();
    private int next;

    TurnLog(Session session) {
        this.session = session;
    }

    /** Takes the next place in the conversation for words that are being spoken. */
    Spoken begin(String itemId, String speaker) {
        Spoken spoken = new Spoken(next++, itemId, speaker);
        waiting.add(spoken);
        return spoken;
    }

    /** Writes what is still open: nobody was told its final form. */
    void close() {
        for (Spoken spoken : waiting) {
            if (!spoken.complete) {
                spoken.complete = true;
                spoken.interrupted |= spoken.speaker.equals("agent");
            }
        }
        flush();
    }

    private void flush() {
        while (!waiting.isEmpty() && waiting.peek().complete) {
            Spoken spoken = waiting.remove();
            ObjectNode fields = Json.object()
                    .put("item_id", spoken.itemId)
                    .put("speaker", spoken.speaker)
                    .put("text", spoken.text)
                    .put("interrupted", spoken.interrupted)
                    .put("delivered", spoken.delivered)
                    .put("index", spoken.index);
            session.note("turn", fields);
        }
    }

    /** Words with their place in the conversation. */
    final class Spoken {
        private final int index;
        private final String itemId;
        private final String speaker;
        private String text = "";
        private boolean interrupted;
        private boolean delivered;
        private boolean complete;

        private Spoken(int index, String itemId, String speaker) {
            this.index = index;
            this.itemId = itemId;
            this.speaker = speaker;
        }

        /** What was said so far. */
        void soFar(String words) {
            text = words;
        }

        /** The final words, and whether the event with them reached an open sideband. */
        void complete(String words, boolean cutOff, boolean written) {
            if (!complete) {
                text = words;
                interrupted = cutOff;
                delivered = written;
                complete = true;
                flush();
            }
        }
    }
}
