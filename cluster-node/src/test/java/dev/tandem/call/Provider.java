package dev.tandem.call;

import dev.tandem.realtime.ControlAnswer;
import java.time.Duration;
import java.util.TreeMap;
import java.util.TreeSet;

/** One call as the provider has it. */
final class Provider {

    enum Stage {
        RINGING,
        LIVE,
        REJECTED,
        LEFT_RINGING,
        OVER
    }

    /** A request of call control that is under way. */
    enum Asked {
        ACCEPT,
        REJECT,
        HANG_UP,
        REFER
    }

    Stage stage = Stage.RINGING;
    int refers;
    /** Outputs of tool calls in the conversation, by tool call. */
    final TreeMap<String, Integer> outputs = new TreeMap<>();
    /** Tool calls of which the model was told that they were not used. */
    final TreeSet<String> toldUnused = new TreeSet<>();

    Provider copy() {
        Provider copy = new Provider();
        copy.stage = stage;
        copy.refers = refers;
        copy.outputs.putAll(outputs);
        copy.toldUnused.addAll(toldUnused);
        return copy;
    }

    /** What was written to a socket that broke never arrived. */
    void lose(String toolCallId) {
        outputs.remove(toolCallId);
        toldUnused.remove(toolCallId);
    }

    boolean live() {
        return stage == Stage.LIVE;
    }

    void callerLeaves() {
        stage = stage == Stage.RINGING ? Stage.LEFT_RINGING : Stage.OVER;
    }

    boolean callerThere() {
        return stage == Stage.RINGING || stage == Stage.LIVE;
    }

    ControlAnswer handle(Asked asked) {
        return switch (asked) {
            case ACCEPT ->
                switch (stage) {
                    case RINGING -> done(Stage.LIVE);
                    case LIVE -> new ControlAnswer.Refused(409, "already accepted");
                    case REJECTED, LEFT_RINGING, OVER -> gone();
                };
            case REJECT ->
                switch (stage) {
                    case RINGING -> done(Stage.REJECTED);
                    case LIVE -> new ControlAnswer.Refused(409, "already accepted");
                    case REJECTED, LEFT_RINGING, OVER -> gone();
                };
            // A ringing call is no session yet: whoever hangs it up is told that there is none.
            case HANG_UP -> stage == Stage.LIVE ? done(Stage.OVER) : gone();
            case REFER -> {
                if (stage != Stage.LIVE) {
                    yield gone();
                }
                refers++;
                yield new ControlAnswer.Done();
            }
        };
    }

    private ControlAnswer done(Stage next) {
        stage = next;
        return new ControlAnswer.Done();
    }

    private static ControlAnswer gone() {
        return new ControlAnswer.Gone("no such call");
    }

    static ControlAnswer unavailable(boolean mayHaveHappened) {
        return new ControlAnswer.Unavailable("no answer", mayHaveHappened, Duration.ZERO);
    }
}
