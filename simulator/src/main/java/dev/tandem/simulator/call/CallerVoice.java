package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.caller.Pace;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.caller.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The caller speaking: voice activity, the committed item, its transcription. */
final class CallerVoice {
    /** Voice activity starts this much before the words, as the vendor's default prefix padding. */
    private static final long PADDING_MS = 300;

    private final Call call;
    private final List<ObjectNode> held = new ArrayList<>();

    CallerVoice(Call call) {
        this.call = call;
    }

    /**
     * Says something, over the agent if it speaks.
     *
     * @param answered whether the agent answers this turn, so that its item may be reordered behind the answer
     * @param committed runs once the words are an item of the conversation
     */
    void say(Turn.Caller turn, boolean answered, Runnable committed) {
        String itemId = call.ids().fresh("item");
        call.idle().stop();
        call.emit(call.events().speechStarted(itemId, Math.max(0, call.audioMs() - PADDING_MS)));
        if (call.config().interruptsResponses()) {
            call.agent().bargedIn();
        }
        call.afterHuman(Pace.speechMs(turn.text()), () -> commit(turn, itemId, answered, committed));
    }

    /** Presses keys one after the other. */
    void press(String keys, Runnable pressed) {
        if (keys.isEmpty()) {
            pressed.run();
            return;
        }
        long now = call.world().clock().millis() / 1_000;
        call.emit(call.events().keyPressed(keys.charAt(0), now));
        call.afterHuman(200, () -> press(keys.substring(1), pressed));
    }

    /** The item events that were held back by a reordering leave now. */
    void releaseHeld() {
        held.forEach(call::emit);
        held.clear();
    }

    private void commit(Turn.Caller turn, String itemId, boolean answered, Runnable committed) {
        call.emit(call.events().speechStopped(itemId, call.audioMs()));
        Item item = new Item(itemId, Item.Type.CALLER_AUDIO);
        item.status = "completed";
        item.text = turn.text();
        item.audioMs = Pace.speechMs(turn.text());
        Optional<String> previous = call.conversation().add(item);
        call.emit(call.events().committed(previous, itemId));
        TurnLog.Spoken spoken = call.turns().begin(itemId, "caller");
        spoken.soFar(turn.text());
        List<ObjectNode> itemEvents = List.of(
                call.events().item("conversation.item.added", previous, item.json(false)),
                call.events().item("conversation.item.done", previous, item.json(false)));
        if (answered && call.has(Switch.REORDER)) {
            held.addAll(itemEvents);
        } else {
            itemEvents.forEach(call::emit);
        }
        call.transcription().begin(item, spoken, turn.transcript());
        committed.run();
    }
}
