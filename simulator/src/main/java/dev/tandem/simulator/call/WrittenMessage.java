package dev.tandem.simulator.call;

import dev.tandem.simulator.json.Json;
import java.util.List;
import java.util.Optional;

/** One message of a response whose modality is text. */
final class WrittenMessage implements OutputPart {
    /** Pause between two deltas, in human milliseconds. */
    private static final long DELTA_MS = 60;

    private final AgentResponse response;
    private final Session session;
    private final int index;
    private final List<String> chunks;
    private final Item item;
    private final StringBuilder written = new StringBuilder();
    private Optional<TurnLog.Spoken> turn = Optional.empty();
    private int next;

    WrittenMessage(AgentResponse response, int index, String text) {
        this.response = response;
        this.session = response.session();
        this.index = index;
        this.chunks = Chunks.of(text);
        this.item = new Item(session.ids().fresh("item"), Item.Type.AGENT_TEXT);
    }

    @Override
    public void begin() {
        response.announce(index, item);
        if (!response.terms().beside()) {
            turn = Optional.of(session.turns().begin(item.id, "agent"));
        }
        session.emit(
                session.events().contentPart("response.content_part.added", response.id(), item.id, index, false, ""));
        writeNext();
    }

    @Override
    public void breakOff() {
        finishWith("incomplete", true);
    }

    private void writeNext() {
        String chunk = chunks.get(next++);
        written.append(chunk);
        turn.ifPresent(words -> words.soFar(written.toString()));
        session.emit(session.events()
                .output("response.output_text.delta", response.id(), item.id, index)
                .put("delta", chunk));
        if (response.mayMake(Item.textTokens(written.length()))) {
            response.then(session.afterHuman(DELTA_MS, next < chunks.size() ? this::writeNext : this::finish));
        }
    }

    private void finish() {
        finishWith("completed", false);
        response.made(item.textTokens());
        response.itemDone();
    }

    private void finishWith(String status, boolean cutOff) {
        String words = written.toString();
        item.status = status;
        item.text = words;
        boolean delivered = session.emit(session.events()
                .output("response.output_text.done", response.id(), item.id, index)
                .put("text", words));
        session.emit(session.events()
                .contentPart("response.content_part.done", response.id(), item.id, index, false, words));
        response.settle(index, item);
        turn.ifPresent(said -> said.complete(words, cutOff, delivered));
        if (response.terms().beside()) {
            session.note(
                    "beside", Json.object().put("response_id", response.id()).put("text", words));
        }
    }
}
