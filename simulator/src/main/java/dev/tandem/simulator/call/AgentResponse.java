package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.caller.Pace;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.caller.ToolCall;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One response of the model from response.created to the end of its playback. */
final class AgentResponse {
    /** The model generates this much faster than the caller hears. */
    private static final double GENERATION_SHARE = 0.4;
    /** 20 ms of G.711 silence, for the optional audio deltas. */
    private static final String SILENCE = Base64.getEncoder().encodeToString(silence());

    private final Call call;
    private final String id;
    private final Utterance utterance;
    private final boolean interrupted;
    private final ResponseEnding ending;
    private final List<Item> output = new ArrayList<>();
    private Conversation.Input input;
    private Timers.Timer timer;
    private boolean generating;
    private boolean playing;
    private long playbackEndsMs;
    private Message message;

    /** A response; {@code interrupted} plans a barge-in in the middle of its last message. */
    AgentResponse(Call call, Utterance utterance, boolean interrupted, ResponseEnding ending) {
        this.call = call;
        this.id = call.ids().fresh("resp");
        this.utterance = utterance;
        this.interrupted = interrupted;
        this.ending = ending;
    }

    String id() {
        return id;
    }

    boolean isGenerating() {
        return generating;
    }

    void begin() {
        generating = true;
        input = call.conversation().input(call.session().promptLength());
        call.emit(call.events().response("response.created", json("in_progress", Optional.empty())));
        call.emit(call.agent().rateLimits(input.text() + input.audio()));
        next();
    }

    /** The caller speaks over it: what is still generated is cancelled, what still plays is cut. */
    void cut() {
        if (!generating && !playing) {
            return;
        }
        timer.cancel();
        if (playing) {
            playing = false;
            call.emit(call.events().playback("output_audio_buffer.cleared", id));
        }
        if (generating) {
            abandon("turn_detected");
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
            playing = false;
            call.emit(call.events().playback("output_audio_buffer.cleared", id));
            ending.played();
        }
    }

    private void next() {
        int index = output.size();
        int messages = utterance.messages().size();
        if (index < messages) {
            message = new Message(index, utterance.messages().get(index));
            message.begin();
        } else if (index < messages + utterance.calls().size()) {
            callFunction(index, utterance.calls().get(index - messages));
        } else {
            complete();
        }
    }

    private void complete() {
        generating = false;
        call.emit(call.events().response("response.done", json("completed", Optional.empty())));
        call.afterHuman(200, call.transcription()::releaseLate);
        ending.generated();
        playOut();
    }

    private void abandon(String reason) {
        generating = false;
        if (message != null) {
            message.breakOff();
        }
        call.emit(call.events().response("response.done", json("cancelled", Optional.of(reason))));
        call.afterHuman(200, call.transcription()::releaseLate);
    }

    private void playOut() {
        timer = call.timers()
                .after(Math.max(0, playbackEndsMs - call.world().truth().nowMs()), () -> {
                    if (playing) {
                        playing = false;
                        call.emit(call.events().playback("output_audio_buffer.stopped", id));
                    }
                    ending.played();
                });
    }

    private void callFunction(int index, ToolCall toolCall) {
        Item item = new Item(call.ids().fresh("item"), Item.Type.FUNCTION_CALL);
        item.name = toolCall.name();
        item.callId = call.ids().fresh("call");
        item.text = Json.write(toolCall.arguments().orElseGet(Json::object));
        output.add(item);
        add(index, item);
        timer = call.afterHuman(120, () -> {
            for (String chunk : Chunks.of(item.text)) {
                call.emit(call.events().argumentsDelta(id, item.id, index, item.callId, chunk));
            }
            item.status = "completed";
            boolean delivered =
                    call.emit(call.events().argumentsDone(id, item.id, index, item.callId, item.name, item.text));
            done(index, item);
            call.note(
                    "tool_call",
                    Json.object()
                            .put("item_id", item.id)
                            .put("tool_call_id", item.callId)
                            .put("name", item.name)
                            .put("arguments", item.text)
                            .put("delivered", delivered));
            call.conductor().functionCalled(item.callId);
            next();
        });
    }

    private void add(int index, Item item) {
        Optional<String> previous = call.conversation().add(item);
        call.emit(call.events().outputItem("response.output_item.added", id, index, item.json(true)));
        call.emit(call.events().item("conversation.item.added", previous, item.json(true)));
        call.caller().releaseHeld();
    }

    private void done(int index, Item item) {
        ObjectNode outputDone = call.events().outputItem("response.output_item.done", id, index, item.json(false));
        ObjectNode itemDone =
                call.events().item("conversation.item.done", call.conversation().before(item.id), item.json(false));
        boolean reorder = call.has(Switch.REORDER);
        call.emit(reorder ? itemDone : outputDone);
        call.emit(reorder ? outputDone : itemDone);
    }

    private ObjectNode json(String status, Optional<String> reason) {
        ObjectNode node = Json.object().put("object", "realtime.response").put("id", id);
        node.put("status", status);
        reason.ifPresentOrElse(
                why -> node.putObject("status_details").put("type", status).put("reason", why),
                () -> node.putNull("status_details"));
        var items = node.putArray("output");
        boolean finished = !status.equals("in_progress");
        if (finished) {
            output.forEach(item -> items.add(item.json(false)));
        }
        node.put("conversation_id", call.conversation().id);
        node.setAll(call.session().responseDefaults());
        node.set("usage", finished ? input.usage(output) : null);
        return node.putNull("metadata");
    }

    private static byte[] silence() {
        byte[] samples = new byte[160];
        java.util.Arrays.fill(samples, (byte) 0xFF);
        return samples;
    }

    /** One spoken message of the response. */
    private final class Message {
        private final int index;
        private final String text;
        private final List<String> chunks;
        private final Item item;
        private final long playbackMs;
        private final StringBuilder said = new StringBuilder();
        private TurnLog.Spoken spoken;
        private int next;

        Message(int index, String text) {
            this.index = index;
            this.text = text;
            this.chunks = Chunks.of(text);
            this.item = new Item(call.ids().fresh("item"), Item.Type.AGENT_AUDIO);
            this.playbackMs = Pace.speechMs(text);
        }

        void begin() {
            output.add(item);
            add(index, item);
            spoken = call.turns().begin(item.id, "agent");
            ObjectNode part = call.events().contentPart("response.content_part.added", id, item.id, index, "");
            if (call.has(Switch.REORDER)) {
                startPlayback();
                call.emit(part);
            } else {
                call.emit(part);
                startPlayback();
            }
            sayNext();
        }

        private void startPlayback() {
            playbackEndsMs = call.world().truth().nowMs() + call.world().pace().real(playbackMs);
            if (!playing) {
                playing = true;
                call.emit(call.events().playback("output_audio_buffer.started", id));
            }
        }

        private void sayNext() {
            String chunk = chunks.get(next++);
            said.append(chunk);
            spoken.soFar(said.toString());
            call.emit(call.events()
                    .output("response.output_audio_transcript.delta", id, item.id, index)
                    .put("delta", chunk));
            if (call.world().habits().audioDeltas()) {
                call.emit(call.events()
                        .output("response.output_audio.delta", id, item.id, index)
                        .put("delta", SILENCE));
            }
            boolean lastMessage = index == utterance.messages().size() - 1;
            if (interrupted && lastMessage && next == Math.max(1, chunks.size() / 2)) {
                timer = call.afterHuman(100, ending::bargeInDue);
            } else {
                long pause = Math.round(playbackMs * GENERATION_SHARE / chunks.size());
                timer = call.afterHuman(pause, next < chunks.size() ? this::sayNext : this::finish);
            }
        }

        private void finish() {
            finishWith("completed", playbackMs, false);
            message = null;
            boolean lastOutput = output.size()
                    == utterance.messages().size() + utterance.calls().size();
            if (!lastOutput) {
                // What follows may make the client hang up, and a late transcript would be lost with the call.
                call.afterHuman(200, call.transcription()::releaseLate);
            }
            long wait = lastOutput
                    ? 0
                    : Math.max(0, playbackEndsMs - call.world().truth().nowMs());
            timer = call.timers().after(wait, AgentResponse.this::next);
        }

        void breakOff() {
            long heard = playbackMs * said.length() / Math.max(1, text.length());
            playbackEndsMs = Math.min(
                    playbackEndsMs,
                    call.world().truth().nowMs() + call.world().pace().real(heard));
            finishWith("incomplete", heard, true);
            message = null;
        }

        private void finishWith(String status, long audioMs, boolean cutOff) {
            String words = said.toString();
            item.status = status;
            item.text = words;
            item.audioMs = audioMs;
            call.emit(call.events().output("response.output_audio.done", id, item.id, index));
            boolean delivered = call.emit(call.events()
                    .output("response.output_audio_transcript.done", id, item.id, index)
                    .put("transcript", words));
            call.emit(call.events().contentPart("response.content_part.done", id, item.id, index, words));
            done(index, item);
            spoken.complete(words, cutOff, delivered);
        }
    }
}
