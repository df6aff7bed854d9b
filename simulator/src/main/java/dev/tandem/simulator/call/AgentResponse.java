package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One response of the model from response.created to the end of its playback. */
final class AgentResponse {
    private final Session session;
    private final String id;
    private final Terms terms;
    private final Utterance utterance;
    private final Optional<Double> bargeInAt;
    private final ResponseEnding ending;
    private final List<Item> output = new ArrayList<>();
    private Conversation.Input input;
    private Timers.Timer timer;
    private OutputPart current;
    private boolean generating;
    private boolean playing;
    private long playbackBeganMs;
    private long playbackEndsMs;
    private long tokensMade;
    private Item lastSpoken;

    /** A response; {@code bargeInAt} plans a barge-in after that share of its last message was heard. */
    AgentResponse(
            Session session, Terms terms, Utterance utterance, Optional<Double> bargeInAt, ResponseEnding ending) {
        this.session = session;
        this.id = session.ids().fresh("resp");
        this.terms = terms;
        this.utterance = utterance;
        this.bargeInAt = bargeInAt;
        this.ending = ending;
    }

    String id() {
        return id;
    }

    Session session() {
        return session;
    }

    Terms terms() {
        return terms;
    }

    boolean isGenerating() {
        return generating;
    }

    void begin() {
        generating = true;
        int prompt = session.config().promptLength() + terms.instructions().length();
        input = terms.input()
                .map(items -> Conversation.apart(items, prompt))
                .orElseGet(() -> session.conversation().input(prompt));
        session.emit(session.events().response("response.created", json("in_progress")));
        boolean withinLimits = session.world().limits().take(input.text() + input.audio());
        session.emit(session.events().rateLimits(session.world().limits().json()));
        Optional<Fate> fate = session.agent().takeFate();
        if (!withinLimits || fate.filter(Fate.RATE_LIMITED::equals).isPresent()) {
            fail("rate_limit_exceeded");
        } else if (fate.filter(Fate.FAILED::equals).isPresent()) {
            fail("server_error");
        } else if (fate.isPresent()) {
            finish("incomplete", statusDetails("incomplete", fate.get().reason()));
            ending.generated();
            playOut();
        } else {
            next();
        }
    }

    /** The caller speaks over it: what is still generated is cancelled, what still plays is cut. */
    void cut() {
        if (!generating && !playing) {
            return;
        }
        timer.cancel();
        // Late timers must not let words be cut that were heard out.
        long now = session.timers().nowMs();
        boolean heardOut = !generating && now >= playbackEndsMs;
        boolean wasPlaying = playing;
        boolean told = stopPlayback(heardOut ? "output_audio_buffer.stopped" : "output_audio_buffer.cleared");
        if (generating) {
            abandon("turn_detected");
        }
        if (wasPlaying && !heardOut) {
            truncateUnheard(now, told);
        }
    }

    /** The client cancels it; what was generated plays on. */
    void cancel() {
        timer.cancel();
        abandon("client_cancelled");
        ending.cancelled();
        playOut();
    }

    /** The client clears the playback. */
    void clear() {
        if (playing && !generating) {
            timer.cancel();
            truncateUnheard(session.timers().nowMs(), stopPlayback("output_audio_buffer.cleared"));
            ending.played();
        }
    }

    /** The next output item, or the end. */
    void next() {
        int index = output.size();
        int remote = utterance.remote().size();
        int messages = remote + utterance.messages().size();
        if (index < remote) {
            current = new RemoteCalling(this, index, utterance.remote().get(index));
        } else if (index < messages) {
            String words = utterance.messages().get(index - remote);
            current = terms.written()
                    ? new WrittenMessage(this, index, words)
                    : new SpokenMessage(this, index, words, stopShare(index));
        } else if (index < utterance.size()) {
            current = new FunctionCalling(this, index, utterance.calls().get(index - messages));
        } else {
            finish("completed", null);
            ending.generated();
            playOut();
            return;
        }
        current.begin();
    }

    /** Enters an item that begins now. */
    void announce(int index, Item item) {
        output.add(item);
        Optional<String> previous = Optional.empty();
        if (!terms.beside()) {
            previous = session.conversation().add(item);
        }
        session.emit(session.events().outputItem("response.output_item.added", id, index, item.json(true)));
        if (!terms.beside()) {
            session.emitAdded(previous, item.json(true));
            session.agentItemAdded();
        }
    }

    /** Closes an item that is complete or cut off. */
    void settle(int index, Item item) {
        ObjectNode outputDone = session.events().outputItem("response.output_item.done", id, index, item.json(false));
        if (terms.beside()) {
            session.emit(outputDone);
            return;
        }
        ObjectNode itemDone = session.events()
                .item("conversation.item.done", session.conversation().before(item.id), item.json(false));
        boolean reorder = session.has(Switch.REORDER);
        session.emit(reorder ? itemDone : outputDone);
        session.emit(reorder ? outputDone : itemDone);
    }

    /** What happens next in the making of an item. */
    void then(Timers.Timer step) {
        timer = step;
    }

    /** Goes on with the next item; one that is followed by others is heard out first. */
    void itemDone() {
        current = null;
        if (output.size() == utterance.size()) {
            // At once: no late timer may let a caller cut off what is complete.
            next();
            return;
        }
        // What follows may make the client hang up, and a late transcript would be lost with the call.
        session.afterHuman(200, session.transcription()::releaseLate);
        timer = session.timers()
                .after(Math.max(0, playbackEndsMs - session.timers().nowMs()), this::next);
    }

    /** Audio that takes some human time to hear begins to play. */
    void startPlayback(Item item, long playbackMs) {
        lastSpoken = item;
        playbackBeganMs = session.timers().nowMs();
        playbackEndsMs = playbackBeganMs + session.world().pace().real(playbackMs);
        if (session.isPhone() && !terms.beside() && !playing) {
            playing = true;
            session.emit(session.events().playback("output_audio_buffer.started", id));
        }
    }

    /** No more than this much of the current audio is left to hear. */
    void shortenPlayback(long humanMs) {
        playbackEndsMs = Math.min(
                playbackEndsMs,
                session.timers().nowMs() + session.world().pace().real(humanMs));
    }

    /** The planned moment for the barge-in has come. */
    void bargeIn() {
        ending.bargeInDue();
    }

    /** Some output more; false when the limit of the response is reached, which ends it. */
    boolean mayMake(long tokensOfItem) {
        if (terms.maxTokens().filter(limit -> tokensMade + tokensOfItem > limit).isEmpty()) {
            return true;
        }
        breakOffCurrent();
        finish("incomplete", statusDetails("incomplete", "max_output_tokens"));
        ending.generated();
        playOut();
        return false;
    }

    /** An item of so many tokens is complete. */
    void made(long tokens) {
        tokensMade += tokens;
    }

    private Optional<Double> stopShare(int index) {
        double share = session.world().habits().generationShare();
        boolean lastItem = index == utterance.size() - 1;
        return bargeInAt.filter(at -> lastItem && at < share).map(at -> at / share);
    }

    private void fail(String code) {
        ObjectNode details = Json.object().put("type", "failed");
        String type = code.equals("server_error") ? "server_error" : "invalid_request_error";
        details.putObject("error").put("type", type).put("code", code);
        finish("failed", details);
        ending.cancelled();
        playOut();
    }

    private void abandon(String reason) {
        breakOffCurrent();
        finish("cancelled", statusDetails("cancelled", reason));
    }

    private void breakOffCurrent() {
        if (current != null) {
            OutputPart cut = current;
            current = null;
            cut.breakOff();
        }
    }

    private void finish(String status, ObjectNode details) {
        generating = false;
        ObjectNode response = json(status);
        response.set("status_details", details);
        session.emit(session.events().response("response.done", response));
        session.afterHuman(200, session.transcription()::releaseLate);
        session.agent().over(this);
    }

    private void playOut() {
        long now = session.timers().nowMs();
        Optional<Double> heardShare =
                bargeInAt.filter(at -> playing && at >= session.world().habits().generationShare());
        if (heardShare.isPresent()) {
            long heard = Math.round((playbackEndsMs - playbackBeganMs) * heardShare.get());
            timer = session.timers().after(Math.max(0, playbackBeganMs + heard - now), this::bargeIn);
            return;
        }
        timer = session.timers().after(Math.max(0, playbackEndsMs - now), () -> {
            stopPlayback("output_audio_buffer.stopped");
            ending.played();
        });
    }

    /** Whether the event that says so reached an open sideband. */
    private boolean stopPlayback(String event) {
        if (!playing) {
            return false;
        }
        playing = false;
        return session.emit(session.events().playback(event, id));
    }

    /** The vendor's side of a telephone forgets what the caller did not hear. */
    private void truncateUnheard(long now, boolean told) {
        long heard = session.world().pace().human(now - playbackBeganMs);
        if (lastSpoken == null || heard >= lastSpoken.audioMs) {
            return;
        }
        lastSpoken.audioMs = heard;
        ObjectNode cut = Json.object().put("item_id", lastSpoken.id).put("audio_end_ms", heard);
        session.note(
                "truncated",
                cut.put(
                        "told",
                        told && lastSpoken.wordsTo == session.sidebands().attaches()));
        if (session.world().habits().truncatedEvent()) {
            session.emit(session.events().itemTruncated(lastSpoken.id, 0, (int) heard));
        }
    }

    private static ObjectNode statusDetails(String status, String reason) {
        return Json.object().put("type", status).put("reason", reason);
    }

    private ObjectNode json(String status) {
        ObjectNode node = Json.object().put("object", "realtime.response").put("id", id);
        node.put("status", status).putNull("status_details");
        var items = node.putArray("output");
        boolean finished = !status.equals("in_progress");
        if (finished) {
            output.forEach(item -> items.add(item.json(false)));
        }
        node.put("conversation_id", terms.beside() ? null : session.conversation().id);
        node.putNull("metadata");
        node.setAll(terms.shown().deepCopy());
        node.set("usage", finished ? input.usage(output) : null);
        return node;
    }
}
