package dev.tandem.launcher.faults.check;

import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import dev.tandem.launcher.faults.truth.Stretch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** I4. By the requests that reached the tool's service, and the outputs that reached the model. */
final class ToolEffects implements Invariant {
    /** A model that asked is answered within this, retries of a tool included, or was cut off. */
    private static final long ANSWER_WITHIN_MS = 60_000;

    @Override
    public String name() {
        return "I4";
    }

    @Override
    public String promise() {
        return "A once tool runs at most once, an idempotent one at least once with one key; the model gets exactly one"
                + " output per tool call.";
    }

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> violations = new ArrayList<>();
        Map<String, List<Line>> requests = new LinkedHashMap<>();
        for (Line request : evidence.history().of(Kind.TOOL_REQUEST)) {
            requests.computeIfAbsent(toolCall(request.text("request_id")), id -> new ArrayList<>())
                    .add(request);
        }
        requests.forEach((toolCall, sent) -> {
            String effect =
                    evidence.terms().effectByTool().getOrDefault(sent.getFirst().text("name"), "");
            judge(toolCall, effect, sent, violations);
        });
        for (CallHistory call : evidence.history().calls()) {
            for (Line asked : call.of(Kind.TOOL_CALL)) {
                String toolCall = call.id() + "/" + asked.text("tool_call_id");
                judgeOutputs(evidence, call, asked, requests.getOrDefault(toolCall, List.of()), violations);
            }
        }
        return violations;
    }

    private void judge(String toolCall, String effect, List<Line> sent, List<Violation> violations) {
        String callId = toolCall.replaceAll("/.*", "");
        if (effect.equals("once") && sent.size() > 1) {
            violations.add(Violation.shown(name(), callId, "a once tool was run " + sent.size() + " times", sent));
        }
        if (effect.equals("read")) {
            return;
        }
        List<String> keys = sent.stream()
                .map(line -> line.text("idempotency_key"))
                .distinct()
                .toList();
        if (keys.size() > 1 || keys.contains("")) {
            String what = keys.contains("")
                    ? "a tool that is not read was run without an Idempotency-Key"
                    : "one tool call was run under " + keys.size() + " keys";
            violations.add(Violation.shown(name(), callId, what, sent));
        }
    }

    private void judgeOutputs(
            Evidence evidence, CallHistory call, Line asked, List<Line> sent, List<Violation> violations) {
        List<Line> outputs = call.of(Kind.TOOL_OUTPUT).stream()
                .filter(line -> line.text("tool_call_id").equals(asked.text("tool_call_id")))
                .toList();
        if (outputs.size() > 1) {
            violations.add(Violation.shown(
                    name(), call.id(), "a tool call was answered " + outputs.size() + " times", outputs));
        } else if (outputs.isEmpty() && mustBeAnswered(evidence, call, asked)) {
            violations.add(Violation.shown(name(), call.id(), "a tool call was never answered", List.of(asked)));
        }
        String effect = evidence.terms().effectByTool().getOrDefault(asked.text("name"), "");
        boolean succeeded =
                outputs.size() == 1 && !outputs.getFirst().text("text").contains("\"error\"");
        if (effect.equals("idempotent") && succeeded && sent.isEmpty()) {
            violations.add(Violation.shown(
                    name(), call.id(), "an idempotent tool was answered and never run", List.of(asked)));
        }
    }

    /** It was heard, and neither the call nor the sideband ended before an answer was due. */
    private static boolean mustBeAnswered(Evidence evidence, CallHistory call, Line asked) {
        if (!asked.flag("delivered")) {
            return false;
        }
        Stretch due = new Stretch(asked.tMs(), asked.tMs() + ANSWER_WITHIN_MS);
        long ended = call.time(Kind.ENDED).orElse(evidence.history().endMs());
        return ended > due.toMs() && call.unattached().stream().noneMatch(due::meets);
    }

    /** Without the attempt: {@code <call>/<tool call>}. */
    private static String toolCall(String requestId) {
        int attempt = requestId.lastIndexOf('/');
        return attempt < 0 ? requestId : requestId.substring(0, attempt);
    }
}
