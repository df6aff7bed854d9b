package dev.tandem.launcher.faults.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import java.util.List;

/**
 * A promise that was not kept.
 *
 * @param promise I1 to I9, or the scenario's name
 * @param callId whose, or empty
 * @param what happened, one sentence, without words of the call
 * @param evidence the lines that show it, as they were written
 */
public record Violation(String promise, String callId, String what, List<String> evidence) {
    private static final int MAX_EVIDENCE = 12;

    /** Shown by these lines of the history. */
    public static Violation shown(String promise, String callId, String what, List<Line> lines) {
        return new Violation(
                promise,
                callId,
                what,
                lines.stream().limit(MAX_EVIDENCE).map(Violation::wordless).toList());
    }

    /** Shown by what stands in the sentence. */
    public static Violation told(String promise, String callId, String what) {
        return new Violation(promise, callId, what, List.of());
    }

    /** One line for people. */
    public String text() {
        return promise + (callId.isEmpty() ? "" : " " + callId) + ": " + what;
    }

    /** A report is kept; the words of a conversation are not. */
    private static String wordless(Line line) {
        if (!line.fields().has("text") || line.is(Kind.MARK)) {
            return line.toString();
        }
        ObjectNode copy = line.fields().deepCopy();
        return copy.put("text", "(" + line.text("text").length() + " characters)")
                .toString();
    }
}
