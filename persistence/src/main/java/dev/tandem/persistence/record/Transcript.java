package dev.tandem.persistence.record;

import dev.tandem.protocol.api.CallView.TranscriptLine;
import dev.tandem.protocol.call.CallEvent.ToolRequested;
import dev.tandem.protocol.call.CallEvent.TranscriptGap;
import dev.tandem.protocol.call.CallEvent.TurnInterrupted;
import dev.tandem.protocol.call.CallEvent.TurnTranscribed;
import dev.tandem.protocol.call.CallEvent.TurnUntranscribed;
import dev.tandem.protocol.call.Speaker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was said, one line per item: the parts of an item are joined in their order by line feeds. Items without words (tool
 * requests, turns nobody could transcribe) only hold the conversation together and have no line.
 */
final class Transcript {

    private final Conversation conversation = new Conversation();
    private final Map<String, SortedMap<Integer, TurnTranscribed>> parts = new HashMap<>();
    private final Set<String> interrupted = new HashSet<>();

    void add(TurnTranscribed turn) {
        conversation.item(turn.itemId(), turn.previousItemId());
        parts.computeIfAbsent(turn.itemId(), item -> new TreeMap<>()).putIfAbsent(turn.contentIndex(), turn);
    }

    void add(TurnUntranscribed turn) {
        conversation.item(turn.itemId(), turn.previousItemId());
    }

    void add(ToolRequested request) {
        conversation.item(request.itemId(), request.previousItemId());
    }

    void add(TurnInterrupted interruption) {
        interrupted.add(interruption.itemId());
    }

    void add(TranscriptGap gap) {
        conversation.gap(gap.afterItem(), gap.beforeItem());
    }

    boolean hasTurn(String itemId) {
        return parts.containsKey(itemId);
    }

    int turns() {
        return parts.size();
    }

    int interruptions() {
        return interrupted.size();
    }

    List<TranscriptLine> lines() {
        List<TranscriptLine> lines = new ArrayList<>(parts.size());
        for (String itemId : conversation.order()) {
            if (parts.containsKey(itemId)) {
                lines.add(line(itemId, parts.get(itemId)));
            }
        }
        return lines;
    }

    private TranscriptLine line(String itemId, SortedMap<Integer, TurnTranscribed> ofItem) {
        TurnTranscribed first = ofItem.get(ofItem.firstKey());
        String text = ofItem.values().stream().map(part -> part.text().text()).collect(Collectors.joining("\n"));
        return new TranscriptLine(
                itemId, slug(first.speaker()), first.agent(), text, first.at(), interrupted.contains(itemId));
    }

    private static String slug(Speaker speaker) {
        return switch (speaker) {
            case CALLER -> "caller";
            case AGENT -> "agent";
        };
    }
}
