package dev.tandem.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;

/**
 * How one attempt at a tool ended.
 *
 * @param output what the model is told: the tool's words, or a JSON object with {@code error}
 * @param passing whether the cause may pass, so that another attempt could do better
 */
public record ToolResult(ToolOutcome outcome, String output, boolean passing) {

    static ToolResult succeeded(String output) {
        return new ToolResult(ToolOutcome.SUCCEEDED, output, false);
    }

    static ToolResult refused(String reason) {
        return new ToolResult(ToolOutcome.REFUSED, error(reason), false);
    }

    static ToolResult failed(String reason) {
        return new ToolResult(ToolOutcome.FAILED, error(reason), false);
    }

    static ToolResult failedForNow(String reason) {
        return new ToolResult(ToolOutcome.FAILED, error(reason), true);
    }

    static ToolResult late(Tool.Http tool) {
        String reason = "The tool " + tool.name() + " did not answer in time" + doubt(tool);
        return new ToolResult(ToolOutcome.TIMED_OUT, error(reason), false);
    }

    static ToolResult neverStarted(Tool.Http tool) {
        String reason = "The tool " + tool.name() + " was not run: others kept it waiting too long.";
        return new ToolResult(ToolOutcome.TIMED_OUT, error(reason), false);
    }

    /** Its claim could not be written, so it was not run. */
    static ToolResult unclaimed(Tool.Http tool) {
        return failed("The tool " + tool.name() + " is temporarily unavailable; it was not run.");
    }

    /** Somebody else may run it, or has. */
    static ToolResult claimedElsewhere(Tool.Http tool) {
        String doubt = "It is not known whether the tool " + tool.name() + " took effect; it must not run again.";
        return new ToolResult(ToolOutcome.UNKNOWN, error(doubt), false);
    }

    /** The node may do nothing now, and the tool's time is over. */
    public static ToolResult heldBack(Tool.Http tool) {
        return failed("The tool " + tool.name() + " is temporarily unavailable; it was not run.");
    }

    static ToolResult unreachable(Tool.Http tool) {
        return failedForNow("The tool " + tool.name() + " could not be reached" + doubt(tool));
    }

    static ToolResult unsuccessful(Tool.Http tool, int status) {
        String said = "The tool " + tool.name() + " answered with status " + status;
        if (status == 429 || status >= 500) {
            return failedForNow(said + doubt(tool));
        }
        return failed(status < 400 ? said + ", a redirect, which is not followed." : said + ".");
    }

    private static String doubt(Tool.Http tool) {
        return tool.effect() == Tool.Effect.READ ? "." : "; it may or may not have taken effect.";
    }

    /** A failure as the model is told of it: a JSON object with the one field {@code error}. */
    public static String error(String reason) {
        return JsonNodeFactory.instance.objectNode().put("error", reason).toString();
    }

    @Override
    public String toString() {
        return "ToolResult[" + outcome + ", " + output.length() + " chars]";
    }
}
