package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.realtime.ClientEvent;
import dev.tandem.protocol.realtime.ServerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds out after a re-attach what was missed. Nothing says what a conversation ends with, so a note is put behind its end and
 * taken away at once: the note's own announcement names the item before it. That one is retrieved, and whichever unknown item
 * others turn out to follow.
 */
final class Healing {

    /** What was asked for and is not answered by then will not be. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String NOTE = "note_";
    private static final String TEXT = "Tandem looks where the conversation stands.";

    private final Conversation conversation;
    private final Attachment line;
    private final ResponseGate gate;
    private final Map<String, String> asked = new HashMap<>();
    private boolean endAwaited;
    private Instant since;

    Healing(Conversation conversation, Attachment line, ResponseGate gate) {
        this.conversation = conversation;
        this.line = line;
        this.gate = gate;
    }

    /** A sideband is open that follows another. */
    void begin(Instant at) {
        asked.clear();
        endAwaited = true;
        since = at;
        String note = NOTE + line.epoch() + "_"
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
        line.send(new ClientEvent.AddNote(line.nextEventId(), note, TEXT));
        line.send(new ClientEvent.DeleteItem(line.nextEventId(), note));
        conversation.unfinishedItems().forEach(this::retrieve);
    }

    private void retrieve(String itemId) {
        String eventId = line.nextEventId();
        asked.put(eventId, itemId);
        line.send(new ClientEvent.RetrieveItem(eventId, itemId));
    }

    /** What the event tells, and what the conversation makes of it. */
    List<CallEvent.Observed> hear(ServerEvent event, Instant at, long nanos) {
        List<CallEvent.Observed> facts = switch (event) {
            case ServerEvent.ItemAdded(String before, var item)
            when isNote(item.id()) -> endsWith(before, item.id(), at);
            case ServerEvent.ItemDone(String before, var item)
            when isNote(item.id()) -> endsWith(before, item.id(), at);
            case ServerEvent.ErrorReported error
            when asked.containsKey(error.clientEventId()) ->
                conversation.notFound(asked.remove(error.clientEventId()), at);
            default -> conversation.hear(event, at, nanos);
        };
        conversation.itemsToAsk().forEach(this::retrieve);
        return facts;
    }

    private static boolean isNote(String itemId) {
        return itemId.startsWith(NOTE);
    }

    private List<CallEvent.Observed> endsWith(String itemId, String note, Instant at) {
        if (endAwaited) {
            endAwaited = false;
            gate.endsWithOutput(itemId != null && ToolOutput.isOne(itemId));
        }
        return conversation.endsWith(itemId, note, at);
    }

    List<CallEvent.Observed> tick(Instant at) {
        Instant before = at.minus(PATIENCE);
        if (endAwaited && !since.isAfter(before)) {
            endAwaited = false;
            gate.endIsUnknown();
        }
        return conversation.overdue(before, at);
    }
}
