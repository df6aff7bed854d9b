package dev.tandem.simulator.call;

import dev.tandem.simulator.caller.ToolCall;
import dev.tandem.simulator.caller.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * What the model puts into one response: messages, then function calls.
 *
 * @param messages texts, one item each
 * @param calls functions to call after them; when there are any, the next utterance waits for their outputs
 * @param remote tools of remote servers that the vendor calls itself, before everything else
 */
record Utterance(List<String> messages, List<ToolCall> calls, List<RemoteUse> remote) {

    Utterance(List<String> messages, List<ToolCall> calls) {
        this(messages, calls, List.of());
    }

    /** One message. */
    static Utterance saying(String words) {
        return new Utterance(List.of(words), List.of());
    }

    /** Items of the response. */
    int size() {
        return messages.size() + calls.size() + remote.size();
    }

    /** Groups consecutive turns of the agent: a turn's calls come before its text. */
    static List<Utterance> of(List<Turn.Agent> turns) {
        List<Utterance> utterances = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (Turn.Agent turn : turns) {
            if (!turn.calls().isEmpty()) {
                utterances.add(new Utterance(List.copyOf(messages), turn.calls()));
                messages.clear();
            }
            if (!turn.text().isEmpty()) {
                messages.add(turn.text());
            }
        }
        utterances.add(new Utterance(List.copyOf(messages), List.of()));
        return utterances;
    }
}
