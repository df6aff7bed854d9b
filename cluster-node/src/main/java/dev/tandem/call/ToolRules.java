package dev.tandem.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.realtime.RealtimeSession;
import java.util.Optional;

/** What a running call does about the tools its model asks for. */
final class ToolRules {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A session that was told an answer so often and wrote it nowhere has no sideband, and will ask at its next hello. */
    private static final int MAX_ANSWERS = 12;

    private static final String GOODBYE =
            "{\"ok\":true,\"note\":\"The call ends after your next words. Say goodbye if you have not yet.\"}";

    private ToolRules() {}

    static Step requested(Live live, CallEvent.ToolRequested request, Surroundings around) {
        String id = request.toolCallId();
        Optional<Tool> found = live.tool(request.name());
        if (found.isEmpty()) {
            return refuse(id, "There is no tool of that name.", around);
        }
        Tool tool = found.get();
        Optional<String> refusal = live.allowance().refusal(tool);
        if (refusal.isPresent()) {
            return refuse(id, refusal.get(), around);
        }
        return switch (tool) {
            case Tool.EndCall end -> finish(id, ToolOutcome.SUCCEEDED, GOODBYE, around);
            case Tool.TransferCall transfer ->
                transfer(live, id, transfer, request.arguments().text(), around);
            case Tool.Http http ->
                start(live, id, http.name(), request.arguments().text(), 1, around);
        };
    }

    /** A session may find a tool call in the conversation that was settled before its time: it must not wait for it. */
    static Step known(Live live, CallEvent.Observed fact) {
        return fact instanceof CallEvent.ToolRequested tool && !live.tools().containsKey(tool.toolCallId())
                ? Step.just(new CallEffect.ToSession(new RealtimeSession.ToolClosed(tool.toolCallId())))
                : Step.NOTHING;
    }

    private static Step start(
            Live live, String toolCallId, String name, String arguments, int attempt, Surroundings around) {
        return Step.record(new CallEvent.ToolStarted(
                        around.now(), toolCallId, attempt, live.line().epoch()))
                .then(new CallEffect.RunTool(toolCallId, name, arguments, attempt));
    }

    private static Step transfer(
            Live live, String toolCallId, Tool.TransferCall tool, String arguments, Surroundings around) {
        String target = tool.targets().get(target(arguments));
        if (target == null) {
            return refuse(
                    toolCallId,
                    "No such target; the targets are "
                            + String.join(", ", tool.targets().keySet()) + ".",
                    around);
        }
        if (live.leaving() != Live.Leaving.NO) {
            return refuse(toolCallId, "The call is being ended or transferred already.", around);
        }
        return Step.record(new CallEvent.TransferRequested(around.now(), toolCallId, target))
                .then(new CallEffect.Refer(toolCallId, target));
    }

    private static String target(String arguments) {
        try {
            JsonNode target = JSON.readTree(arguments).path("target");
            return target.isTextual() ? target.asText() : "";
        } catch (JsonProcessingException notJson) {
            return "";
        }
    }

    static Step ran(Live live, CallCommand.ToolRan ran, Surroundings around) {
        Live.OpenTool tool = live.tools().get(ran.toolCallId());
        return tool == null || tool.output() != null
                ? Step.NOTHING
                : finish(ran.toolCallId(), ran.outcome(), ran.output(), around);
    }

    /** After a crash: what was asked for is still owed an answer; what may have run once is not run again. */
    static Step recovered(Live live, Surroundings around) {
        Step step = Step.NOTHING;
        for (var open : live.tools().entrySet()) {
            Live.OpenTool tool = open.getValue();
            if (tool.output() != null) {
                continue; // Answered to the session's hello.
            }
            step = step.plus(again(live, open.getKey(), tool, around));
        }
        return step;
    }

    private static Step again(Live live, String toolCallId, Live.OpenTool tool, Surroundings around) {
        if (tool.target() != null) {
            return Step.just(new CallEffect.Refer(toolCallId, tool.target()));
        }
        boolean once = live.tool(tool.name())
                .filter(found -> found instanceof Tool.Http http && http.effect() == Tool.Effect.ONCE)
                .isPresent();
        return once && tool.attempts() > 0
                ? finish(
                        toolCallId,
                        ToolOutcome.UNKNOWN,
                        "{\"error\":\"It is not known whether this was done. Do not ask for it again.\"}",
                        around)
                : start(live, toolCallId, tool.name(), tool.arguments(), tool.attempts() + 1, around);
    }

    static Step finish(String toolCallId, ToolOutcome outcome, String output, Surroundings around) {
        return Step.record(new CallEvent.ToolFinished(around.now(), toolCallId, outcome, Personal.of(output)))
                .then(answer(toolCallId, output), untilAnswered(1, around));
    }

    /** What ran and was not yet reported as written: told again, because a message to the session may have been lost. */
    static Step answersOwed(Live live, int attempt, Surroundings around) {
        Step step = Step.NOTHING;
        for (var tool : live.tools().entrySet()) {
            if (tool.getValue().output() != null) {
                step = step.then(answer(tool.getKey(), tool.getValue().output()));
            }
        }
        boolean again = !step.effects().isEmpty() && attempt < MAX_ANSWERS;
        return again ? step.then(untilAnswered(attempt + 1, around)) : step;
    }

    private static CallEffect untilAnswered(int attempt, Surroundings around) {
        return new CallEffect.Wait(
                CallCommand.Timer.TOOL_ANSWER, attempt, around.policy().helloWithin());
    }

    static CallEffect answer(String toolCallId, String output) {
        return new CallEffect.ToSession(new RealtimeSession.AnswerTool(toolCallId, output));
    }

    private static Step refuse(String toolCallId, String why, Surroundings around) {
        String output = JSON.createObjectNode().put("error", why).toString();
        return finish(toolCallId, ToolOutcome.REFUSED, output, around);
    }
}
