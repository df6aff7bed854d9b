package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.call.TurnTiming.SpeechEnd;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.realtime.Item;
import dev.tandem.protocol.realtime.ResponseStatus;
import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.protocol.tenant.Agent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes the journal's facts out of what the server says on a sideband. Not thread-safe; knows no socket and no clock. */
final class Conversation {

    /** Journal events stay below 64 KB; four bytes a character at the most. */
    private static final int MAX_TEXT_CHARS = 16_000;

    private final Agent agent;
    private final ItemChain chain;

    /** Items whose words are still to come: what to ask for after a gap. */
    private final Set<String> wordless = new LinkedHashSet<>();

    /** Tool calls whose response has not ended: what else to ask for. */
    private final Set<String> unasked = new LinkedHashSet<>();

    /** The latest few: events of one response may come after the next one began, but not much later. */
    private final Map<String, CurrentResponse> responses = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CurrentResponse> eldest) {
            return size() > 16;
        }
    };

    private final CallerSpeech speech = new CallerSpeech();

    private static final class CurrentResponse {
        private final Map<String, Item.FunctionCall> calls = new LinkedHashMap<>();
        private final Set<String> spokenItems = new LinkedHashSet<>();
        private final Set<String> transcribed = new LinkedHashSet<>();
        private long createdNanos = -1;
        private long toResponse = -1;
        private long toFirstAudio = -1;
        private SpeechEnd speechEnd;
        private Long toPlayback;
        private boolean cleared;
    }

    /** @param journalled items of it that the journal knows already */
    Conversation(Agent agent, String lastItemId, Collection<String> journalled) {
        this.agent = agent;
        this.chain = new ItemChain(lastItemId, journalled);
    }

    /** Takes over what a session before left unfinished. */
    void resume(List<Standing.Open> open) {
        for (Standing.Open item : open) {
            chain.inherit(item.itemId(), item.before());
            (item.toolCall() ? unasked : wordless).add(item.itemId());
        }
    }

    /** What a session that follows must know. */
    Standing standing(Instant at) {
        List<Standing.Open> open = new ArrayList<>();
        wordless.forEach(item -> open.add(new Standing.Open(item, chain.before(item), false)));
        unasked.forEach(item -> open.add(new Standing.Open(item, chain.before(item), true)));
        return new Standing(chain.gapWouldBegin(at), chain.gapWouldFollow(), open);
    }

    /** From now on words may be missing, until the items after it show whether any are. */
    void detached(Instant since) {
        chain.detached(since);
        responses.clear();
        speech.over();
    }

    void attached(Instant at) {
        chain.attached(at);
    }

    /** Items to ask the provider for: others follow them, and nobody saw them. */
    List<String> itemsToAsk() {
        return chain.toAsk();
    }

    /** The provider does not know an item that it was asked for. */
    List<CallEvent.Observed> notFound(String itemId, Instant at) {
        List<CallEvent.Observed> facts = new ArrayList<>(1);
        chain.notFound(itemId, at, facts);
        return facts;
    }

    /** What was asked for before then and not answered will not be. */
    List<CallEvent.Observed> overdue(Instant askedBefore, Instant at) {
        List<CallEvent.Observed> facts = new ArrayList<>(1);
        chain.overdue(askedBefore, at, facts);
        return facts;
    }

    /** The conversation ends with that item, null when it is empty; our own note stood behind it for a moment. */
    List<CallEvent.Observed> endsWith(String itemId, String noteId, Instant at) {
        List<CallEvent.Observed> facts = new ArrayList<>(1);
        chain.endsWith(itemId, noteId, at, facts);
        return facts;
    }

    /** Whether anything stands in it. */
    boolean hasBegun() {
        return chain.hasBegun();
    }

    /** Items that were not finished before the sideband was lost; retrieving them heals the transcript. */
    List<String> unfinishedItems() {
        List<String> items = new ArrayList<>(wordless);
        items.addAll(unasked);
        return items;
    }

    /** Turns that were begun but whose words did not come before the call ended; each is told once. */
    List<CallEvent.Observed> wordsThatNeverCame(Instant at) {
        List<CallEvent.Observed> facts = new ArrayList<>(overdue(at, at));
        for (String itemId : wordless) {
            facts.add(new CallEvent.TurnUntranscribed(at, itemId, chain.before(itemId), "call ended first"));
        }
        wordless.clear();
        return facts;
    }

    List<CallEvent.Observed> hear(ServerEvent event, Instant at, long nanos) {
        List<CallEvent.Observed> facts = new ArrayList<>(2);
        switch (event) {
            case ServerEvent.SpeechStopped stopped -> speech.stopped(stopped.audioEndMs(), nanos);
            case ServerEvent.SpeechCommitted(String itemId, String previousItemId) -> {
                speech.committed(nanos);
                chain.place(itemId, previousItemId, at, facts);
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
                                ? new CallEvent.TurnUntranscribed(at, itemId, chain.before(itemId), "empty")
                                : turn(at, itemId, index, Speaker.CALLER, transcript));
            }
            case ServerEvent.TranscriptionFailed(String itemId, int index, String reason) -> {
                wordless.remove(itemId);
                facts.add(new CallEvent.TurnUntranscribed(at, itemId, chain.before(itemId), reason));
            }
            case ServerEvent.ResponseCreated(String responseId) -> {
                CurrentResponse response = response(responseId);
                response.createdNanos = nanos;
                response.speechEnd = speech.readFrom();
                response.toResponse = speech.toFirstResponse(nanos);
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
                response.toFirstAudio = speech.since(nanos);
                response.toPlayback = sinceCreation(response, nanos);
                speech.over();
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
            case ServerEvent.SessionUpdated updated -> speech.silence(updated.silenceMs());
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
        boolean isNew = chain.isNew(item.id());
        chain.place(item.id(), previousItemId, at, facts);
        if (!isNew) {
            return;
        }
        boolean isSystem = item instanceof Item.Message message && "system".equals(message.role());
        if (isSystem || !(item instanceof Item.Message || item instanceof Item.FunctionCall)) {
            chain.mute(item.id());
        } else {
            (item instanceof Item.FunctionCall ? unasked : wordless).add(item.id());
        }
    }

    private void retrieved(Item item, Instant at, List<CallEvent.Observed> facts) {
        boolean missed = chain.found(item.id(), isGrowing(item), at, facts);
        switch (item) {
            case Item.Message message -> {
                if (missed && !"system".equals(message.role())) {
                    wordless.add(item.id());
                } else if (missed) {
                    chain.mute(item.id());
                }
                boolean spoken = message.complete()
                        && message.transcript() != null
                        && !message.transcript().isBlank();
                if (spoken && wordless.remove(item.id())) {
                    Speaker speaker = "user".equals(message.role()) ? Speaker.CALLER : Speaker.AGENT;
                    facts.add(turn(at, item.id(), 0, speaker, message.transcript()));
                }
            }
            case Item.FunctionCall call -> {
                // Nobody answered it: its output would stand behind it, and would have been found instead.
                boolean wanted = missed || unasked.contains(item.id());
                if (wanted && call.complete()) {
                    unasked.remove(item.id());
                    facts.add(requested(call, at));
                }
            }
            case Item.FunctionCallOutput output -> chain.mute(item.id());
            case Item.Other other -> chain.mute(item.id());
        }
    }

    private static boolean isGrowing(Item item) {
        return switch (item) {
            case Item.Message message -> !message.complete();
            case Item.FunctionCall call -> !call.complete();
            case Item.FunctionCallOutput output -> false;
            case Item.Other other -> false;
        };
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
            unasked.remove(item.id());
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
        // Whatever the response lists: what it did not ask for must not be asked for after a re-attach.
        response.calls.values().forEach(call -> unasked.remove(call.id()));
        // Arguments also arrive for a response that was cut; only a completed one asks for its tools.
        Collection<Item.FunctionCall> calls =
                done.status() == ResponseStatus.COMPLETED ? response.calls.values() : List.of();
        timed(response, calls, at, nanos, facts);
        for (Item.FunctionCall call : calls) {
            facts.add(requested(call, at));
        }
    }

    /** A response that only asks for tools is a part of the agent's turn as well, timed under its first tool call. */
    private static void timed(
            CurrentResponse response,
            Collection<Item.FunctionCall> calls,
            Instant at,
            long nanos,
            List<CallEvent.Observed> facts) {
        String itemId = response.transcribed.stream()
                .findFirst()
                .orElseGet(() ->
                        calls.stream().map(Item.FunctionCall::id).findFirst().orElse(null));
        if (itemId != null) {
            Long toDone = sinceCreation(response, nanos);
            TurnTiming timing = new TurnTiming(
                    response.toResponse,
                    response.toFirstAudio,
                    toDone == null ? -1 : toDone,
                    response.speechEnd,
                    response.toPlayback);
            facts.add(new CallEvent.TurnTimed(at, itemId, timing));
        }
    }

    private static Long sinceCreation(CurrentResponse response, long nanos) {
        return response.createdNanos < 0 ? null : TimeUnit.NANOSECONDS.toMillis(nanos - response.createdNanos);
    }

    private void interrupted(CurrentResponse response, String responseId, Instant at, List<CallEvent.Observed> facts) {
        for (String itemId : response.spokenItems) {
            facts.add(new CallEvent.TurnInterrupted(at, itemId, responseId));
        }
    }

    private CallEvent.ToolRequested requested(Item.FunctionCall call, Instant at) {
        return new CallEvent.ToolRequested(
                at, call.id(), chain.before(call.id()), call.toolCallId(), call.name(), Personal.of(call.arguments()));
    }

    private CallEvent.TurnTranscribed turn(Instant at, String itemId, int index, Speaker speaker, String text) {
        String kept = text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS);
        String name = speaker == Speaker.AGENT ? agent.name() : null;
        return new CallEvent.TurnTranscribed(at, itemId, chain.before(itemId), index, speaker, name, Personal.of(kept));
    }

    private CurrentResponse response(String responseId) {
        return responses.computeIfAbsent(responseId, id -> new CurrentResponse());
    }
}
