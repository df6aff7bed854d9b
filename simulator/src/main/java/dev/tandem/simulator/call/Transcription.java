package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.caller.Turn.Transcript;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The second model that writes down what the caller says, beside the conversation. */
final class Transcription {
    /** How long the transcript of a turn takes, in human milliseconds. */
    private static final long WORK_MS = 250;

    private final Session session;
    private final Set<Runnable> underWay = new LinkedHashSet<>();
    private final List<Runnable> late = new ArrayList<>();

    Transcription(Session session) {
        this.session = session;
    }

    /** Transcribes a committed item as the session and the script want it. */
    void begin(Item item, TurnLog.Spoken spoken, Transcript wanted) {
        if (!session.config().transcribes()) {
            spoken.complete(item.text, false, false);
            return;
        }
        Runnable work = wanted == Transcript.FAILED ? () -> fail(item, spoken) : () -> complete(item, spoken);
        if (wanted == Transcript.LATE || session.has(Switch.LATE)) {
            late.add(work);
        } else if (session.has(Switch.REORDER)) {
            work.run();
        } else {
            underWay.add(work);
            session.afterHuman(WORK_MS, () -> run(work));
        }
    }

    /** The late transcripts come now. */
    void releaseLate() {
        List<Runnable> due = List.copyOf(late);
        late.clear();
        due.forEach(Runnable::run);
    }

    /** Everything that is still missing comes now, before the caller leaves. */
    void releaseAll() {
        List.copyOf(underWay).forEach(this::run);
        releaseLate();
    }

    private void run(Runnable work) {
        if (underWay.remove(work)) {
            work.run();
        }
    }

    private void complete(Item item, TurnLog.Spoken spoken) {
        boolean logprobs = session.config().wantsLogprobs();
        for (String chunk : Chunks.of(item.text)) {
            session.emit(session.events().transcriptionDelta(item.id, chunk, logprobs));
        }
        String model = session.config().transcriptionModel();
        if (model.contains("diarize")) {
            double seconds = item.audioMs / 1_000.0;
            session.emit(session.events()
                    .transcriptionSegment(item.id, item.text, session.ids().fresh("seg"), seconds));
        }
        item.transcribed = true;
        // The vendor bills this one model by the second.
        ObjectNode usage = model.equals("whisper-1") ? duration(item) : usage(item);
        boolean delivered = session.emit(session.events().transcriptionCompleted(item.id, item.text, usage, logprobs));
        spoken.complete(item.text, false, delivered);
    }

    private void fail(Item item, TurnLog.Spoken spoken) {
        session.emit(session.events().transcriptionFailed(item.id));
        spoken.complete(item.text, false, false);
    }

    private static ObjectNode duration(Item item) {
        return Json.object().put("type", "duration").put("seconds", item.audioMs / 1_000.0);
    }

    private static ObjectNode usage(Item item) {
        int in = item.audioTokens();
        int out = Item.textTokens(item.text.length());
        ObjectNode usage = Json.object().put("type", "tokens").put("total_tokens", in + out);
        usage.put("input_tokens", in);
        usage.putObject("input_token_details").put("text_tokens", 0).put("audio_tokens", in);
        return usage.put("output_tokens", out);
    }
}
