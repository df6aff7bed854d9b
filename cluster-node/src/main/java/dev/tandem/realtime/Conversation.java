package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.realtime.Item;
import dev.tandem.protocol.realtime.ResponseStatus;
import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.protocol.tenant.Agent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes the journal's facts out of what the server says on a sideband. Not thread-safe; knows no socket and no clock. */
final class Conversation {

    /** Items whose place is remembered; a 60-minute session has a few hundred. */
    private static final int MAX_ITEMS = 10_000;

    /** Journal events stay below 64 KB; four bytes a character at the most. */
    private static final int MAX_TEXT_CHARS = 16_000;

    private final Agent agent;
    private final Map<String, String> previous = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_ITEMS;
        }
    };
    /** Items that never carry words, such as tool outputs; the journal's chain of items passes over them. */
    private final Set<String> mute = new HashSet<>();

    /** Items whose words are still to come: what to ask for after a gap. */
    private final Set<String> wordless = new LinkedHashSet<>();

    /** The latest few: events of one response may come after the next one began, but not much later. */
    private final Map<String, CurrentResponse> responses = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CurrentResponse> eldest) {
            return size() > 16;
        }
    };

    private String lastItemId;
    private String detachedAfter;
    private Instant detachedSince;
    private Instant attachedAt;
    private boolean gapOpen;
    private long speechStoppedNanos = -1;

    private static final class CurrentResponse {
        private final Map<String, Item.FunctionCall> calls = new LinkedHashMap<>();
        private final Set<String> spokenItems = new LinkedHashSet<>();
        private final Set<String> transcribed = new LinkedHashSet<>();
        private long createdNanos = -1;
        private long toResponse = -1;
        private long toFirstAudio = -1;
        private boolean cleared;
    }

    Conversation(Agent agent, String lastItemId) {
        this.agent = agent;
        this.lastItemId = lastItemId;
    }

    /** From now on words may be missing, until the first item shows whether any are. */
    void detached(Instant since) {
        if (!gapOpen) {
            gapOpen = true;
            detachedAfter = lastItemId;
            detachedSince = since;
        }
        responses.clear();
        speechStoppedNanos = -1;
    }

    void attached(Instant at) {
        attachedAt = at;
    }

    /** Items whose words did not come before the sideband was lost; retrieving them heals the transcript. */
    List<String> itemsWithoutWords() {
        return List.copyOf(wordless);
    }

    /** Turns that were begun but whose words did not come before the call ended; each is told once. */
    List<CallEvent.Observed> wordsThatNeverCame(Instant at) {
        List<CallEvent.Observed> facts = new ArrayList<>();
        for (String itemId : wordless) {
            facts.add(new CallEvent.TurnUntranscribed(at, itemId, before(itemId), "call ended first"));
        }
        wordless.clear();
        return facts;
    }

    List<CallEvent.Observed> hear(ServerEvent event, Instant at, long nanos) {
        List<CallEvent.Observed> facts = new ArrayList<>(2);
        switch (event) {
            case ServerEvent.SpeechStopped stopped -> speechStoppedNanos = nanos;
            case ServerEvent.SpeechCommitted(String itemId, String previousItemId) -> {
                place(itemId, previousItemId, at, facts);
                wordless.add(itemId);
            }
            case ServerEvent.ItemAdded(String previousItemId, Item item) -> added(item, previousItemId, at, facts);
            case ServerEvent.ItemDone(String previousItemId, Item item) -> added(item, previousItemId, at, facts);
            case ServerEvent.ItemRetrieved(Item item) -> retrieved(item, at, facts);
            case ServerEvent.CallerTranscribed(String itemId, int index, String transcript, Usage usage) -> {
                wordless.remove(itemId);
                if (!usage.equals(Usage.NONE)) {
                    facts.add(new CallEvent.UsageRecorded(at, itemId, agent.transcription(), usage));
                }
                facts.add(
                        transcript.isBlank()
                                ? new CallEvent.TurnUntranscribed(at, itemId, before(itemId), "empty")
                                : turn(at, itemId, index, Speaker.CALLER, transcript));
            }
            case ServerEvent.TranscriptionFailed(String itemId, int index, String reason) -> {
                wordless.remove(itemId);
                facts.add(new CallEvent.TurnUntranscribed(at, itemId, before(itemId), reason));
            }
            case ServerEvent.ResponseCreated(String responseId) -> {
                CurrentResponse response = response(responseId);
                response.createdNanos = nanos;
                response.toResponse = sinceSpeech(nanos);
            }
            case ServerEvent.OutputItemAdded(String responseId, Item item) -> produced(response(responseId), item);
            case ServerEvent.OutputItemDone(String responseId, Item item) -> produced(response(responseId), item);
            case ServerEvent.ArgumentsDone(
                    String responseId,
                    String itemId,
                    String toolCallId,
                    String name,
                    String arguments) ->
                produced(response(responseId), new Item.FunctionCall(itemId, toolCallId, name, arguments, true));
            case ServerEvent.AgentTranscribed(String responseId, String itemId, int index, String transcript) -> {
                CurrentResponse response = response(responseId);
                response.spokenItems.add(itemId);
                if (!transcript.isBlank()) {
                    wordless.remove(itemId);
                    response.transcribed.add(itemId);
                    facts.add(turn(at, itemId, index, Speaker.AGENT, transcript));
                }
            }
            case ServerEvent.PlaybackStarted(String responseId) -> {
                CurrentResponse response = response(responseId);
                response.toFirstAudio = sinceSpeech(nanos);
                speechStoppedNanos = -1;
            }
            case ServerEvent.PlaybackCleared(String responseId) -> {
                CurrentResponse response = response(responseId);
                response.cleared = true;
                interrupted(response, responseId, at, facts);
            }
            case ServerEvent.PlaybackStopped stopped -> {}
            case ServerEvent.ResponseDone done -> done(done, at, nanos, facts);
            case ServerEvent.DtmfPressed(String key, long receivedAt) ->
                facts.add(new CallEvent.DtmfReceived(at, Personal.of(key)));
            case ServerEvent.SessionCreated created -> {}
            case ServerEvent.SessionUpdated updated -> {}
            case ServerEvent.ItemDeleted deleted -> wordless.remove(deleted.itemId());
            case ServerEvent.ItemTruncated truncated -> {}
            case ServerEvent.SpeechStarted started -> {}
            case ServerEvent.IdleTimedOut idle -> {}
            case ServerEvent.RateLimitsUpdated limits -> {}
            case ServerEvent.ErrorReported error -> {}
            case ServerEvent.Unknown unknown -> {}
        }
        return facts;
    }

    private void added(Item item, String previousItemId, Instant at, List<CallEvent.Observed> facts) {
        boolean isNew = !previous.containsKey(item.id());
        place(item.id(), previousItemId, at, facts);
        if (!isNew) {
            return;
        }
        boolean isSystem = item instanceof Item.Message message && "system".equals(message.role());
        if (isSystem || !(item instanceof Item.Message || item instanceof Item.FunctionCall)) {
            mute.add(item.id());
        } else if (item instanceof Item.Message) {
            wordless.add(item.id());
        }
    }

    private void place(String itemId, String previousItemId, Instant at, List<CallEvent.Observed> facts) {
        if (previous.containsKey(itemId)) {
            return;
        }
        previous.put(itemId, previousItemId);
        if (gapOpen && attachedAt != null) {
            if (previousItemId == null || !previousItemId.equals(detachedAfter)) {
                facts.add(closeGap(at, itemId));
            }
            gapOpen = false;
        }
        lastItemId = itemId;
    }

    private CallEvent.TranscriptGap closeGap(Instant at, String beforeItem) {
        gapOpen = false;
        Instant until = attachedAt == null ? at : attachedAt;
        long ms = Math.max(0, until.toEpochMilli() - detachedSince.toEpochMilli());
        return new CallEvent.TranscriptGap(at, detachedAfter, beforeItem, ms);
    }

    private void retrieved(Item item, Instant at, List<CallEvent.Observed> facts) {
        if (item instanceof Item.Message message
                && message.complete()
                && message.transcript() != null
                && !message.transcript().isBlank()
                && wordless.remove(item.id())) {
            Speaker speaker = "user".equals(message.role()) ? Speaker.CALLER : Speaker.AGENT;
            facts.add(turn(at, item.id(), 0, speaker, message.transcript()));
        }
    }

    private static void produced(CurrentResponse response, Item item) {
        if (item instanceof Item.FunctionCall call && call.complete()) {
            response.calls.put(call.toolCallId(), call);
        } else if (item instanceof Item.Message) {
            response.spokenItems.add(item.id());
        }
    }

    private void done(ServerEvent.ResponseDone done, Instant at, long nanos, List<CallEvent.Observed> facts) {
        CurrentResponse response = response(done.responseId());
        for (Item item : done.output()) {
            produced(response, item);
            if (item instanceof Item.Message message
                    && message.transcript() != null
                    && !message.transcript().isBlank()
                    && response.transcribed.add(item.id())) {
                wordless.remove(item.id());
                facts.add(turn(at, item.id(), 0, Speaker.AGENT, message.transcript()));
            }
        }
        if (response.cleared || done.status() == ResponseStatus.CANCELLED && "turn_detected".equals(done.reason())) {
            interrupted(response, done.responseId(), at, facts);
        }
        if (!done.usage().equals(Usage.NONE)) {
            facts.add(new CallEvent.UsageRecorded(at, done.responseId(), agent.model(), done.usage()));
        }
        // Arguments also arrive for a response that was cut; only a completed one asks for its tools.
        if (done.status() == ResponseStatus.COMPLETED) {
            for (Item.FunctionCall call : response.calls.values()) {
                facts.add(new CallEvent.ToolRequested(
                        at,
                        call.id(),
                        before(call.id()),
                        call.toolCallId(),
                        call.name(),
                        Personal.of(call.arguments())));
            }
        }
        response.transcribed.stream().findFirst().ifPresent(itemId -> {
            long toDone = response.createdNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos - response.createdNanos);
            facts.add(new CallEvent.TurnTimed(
                    at, itemId, new TurnTiming(response.toResponse, response.toFirstAudio, toDone)));
        });
    }

    private void interrupted(CurrentResponse response, String responseId, Instant at, List<CallEvent.Observed> facts) {
        for (String itemId : response.spokenItems) {
            facts.add(new CallEvent.TurnInterrupted(at, itemId, responseId));
        }
    }

    /** The item before this one that the journal knows or will know. */
    private String before(String itemId) {
        String before = previous.get(itemId);
        while (before != null && mute.contains(before)) {
            before = previous.get(before);
        }
        return before;
    }

    private CallEvent.TurnTranscribed turn(Instant at, String itemId, int index, Speaker speaker, String text) {
        String kept = text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS);
        String name = speaker == Speaker.AGENT ? agent.name() : null;
        return new CallEvent.TurnTranscribed(at, itemId, before(itemId), index, speaker, name, Personal.of(kept));
    }

    private CurrentResponse response(String responseId) {
        return responses.computeIfAbsent(responseId, id -> new CurrentResponse());
    }

    private long sinceSpeech(long nanos) {
        return speechStoppedNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos - speechStoppedNanos);
    }
}
