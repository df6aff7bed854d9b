package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.audio.Speech;
import dev.tandem.simulator.caller.Pace;
import dev.tandem.simulator.caller.Switch;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One spoken message: the transcript in deltas and, for clients that carry the sound, the sound in frames. */
final class SpokenMessage implements OutputPart {
    private final AgentResponse response;
    private final Session session;
    private final int index;
    private final String text;
    private final List<String> chunks;
    private final Item item;
    private final long playbackMs;
    private final Optional<Speech> speech;
    private final int frameMs;
    private final int steps;
    private final int stopAt;
    private final StringBuilder said = new StringBuilder();
    private Optional<TurnLog.Spoken> spoken = Optional.empty();
    private long beganMs;
    private int step;
    private int chunksSaid;

    /** {@code stopShare}: the caller barges in when this share of it was generated. */
    SpokenMessage(AgentResponse response, int index, String text, Optional<Double> stopShare) {
        this.response = response;
        this.session = response.session();
        this.index = index;
        this.text = text;
        this.chunks = Chunks.of(text);
        this.item = new Item(session.ids().fresh("item"), Item.Type.AGENT_AUDIO);
        this.playbackMs = Math.round(Pace.speechMs(text) / session.config().speechSpeed());
        boolean heard = !session.isPhone() || session.world().habits().audioDeltas();
        this.speech = heard ? Optional.of(new Speech(text, response.terms().format(), playbackMs)) : Optional.empty();
        this.frameMs = session.world().habits().audioFrameMs();
        int frames = Math.toIntExact((playbackMs + frameMs - 1) / frameMs);
        this.steps = heard ? frames : chunks.size();
        this.stopAt = stopShare
                .map(share -> Math.max(1, (int) (chunks.size() * share)))
                .orElse(Integer.MAX_VALUE);
    }

    @Override
    public void begin() {
        response.announce(index, item);
        if (!response.terms().beside()) {
            spoken = Optional.of(session.turns().begin(item.id, "agent"));
        }
        ObjectNode part =
                session.events().contentPart("response.content_part.added", response.id(), item.id, index, true, "");
        if (session.has(Switch.REORDER)) {
            response.startPlayback(item, playbackMs);
            session.emit(part);
        } else {
            session.emit(part);
            response.startPlayback(item, playbackMs);
        }
        beganMs = session.timers().nowMs();
        sayNext();
    }

    @Override
    public void breakOff() {
        long heard = playbackMs * said.length() / Math.max(1, text.length());
        response.shortenPlayback(heard);
        finishWith("incomplete", heard, true);
    }

    private void sayNext() {
        step++;
        int due = Math.max(1, Math.ceilDiv(step * chunks.size(), steps));
        while (chunksSaid < due && chunksSaid < stopAt) {
            say(chunks.get(chunksSaid++));
        }
        speech.ifPresent(voice -> sound(voice.between((long) (step - 1) * frameMs, (long) step * frameMs)));
        if (!response.mayMake(tokens())) {
            return;
        }
        if (chunksSaid >= stopAt) {
            response.then(session.afterHuman(100, response::bargeIn));
            return;
        }
        double share = session.world().habits().generationShare() * step / steps;
        long dueMs = beganMs + session.world().pace().real(Math.round(playbackMs * share));
        long wait = Math.max(0, dueMs - session.timers().nowMs());
        response.then(session.timers().after(wait, step < steps ? this::sayNext : this::finish));
    }

    private void say(String chunk) {
        said.append(chunk);
        spoken.ifPresent(turn -> turn.soFar(said.toString()));
        session.emit(session.events()
                .output("response.output_audio_transcript.delta", response.id(), item.id, index)
                .put("delta", chunk));
    }

    private void sound(byte[] frame) {
        session.emit(session.events()
                .output("response.output_audio.delta", response.id(), item.id, index)
                .put("delta", Base64.getEncoder().encodeToString(frame)));
    }

    private long tokens() {
        item.text = said.toString();
        item.audioMs = playbackMs * said.length() / Math.max(1, text.length());
        return item.textTokens() + item.audioTokens();
    }

    private void finish() {
        finishWith("completed", playbackMs, false);
        response.made(item.textTokens() + item.audioTokens());
        response.itemDone();
    }

    private void finishWith(String status, long audioMs, boolean cutOff) {
        String words = said.toString();
        item.status = status;
        item.text = words;
        item.audioMs = audioMs;
        session.emit(session.events().output("response.output_audio.done", response.id(), item.id, index));
        boolean delivered = session.emit(session.events()
                .output("response.output_audio_transcript.done", response.id(), item.id, index)
                .put("transcript", words));
        item.wordsTo = delivered ? session.sidebands().attaches() : 0;
        session.emit(
                session.events().contentPart("response.content_part.done", response.id(), item.id, index, true, words));
        response.settle(index, item);
        spoken.ifPresent(turn -> turn.complete(words, cutOff, delivered));
    }
}
