package dev.tandem.agent;

import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;
import java.util.Optional;

/**
 * How many tool calls one call has made and how many of them failed; a pure value to be kept with the call.
 *
 * @param calls tools asked for so far, refused ones included
 * @param failures tools that failed, timed out or whose outcome is unknown
 */
public record ToolAllowance(int calls, int failures) {

    /** A conversation that needs more is going in circles. */
    public static final int MAX_CALLS = 20;

    /** After the third failure the tools are not coming back within this call. */
    public static final int MAX_FAILURES = 3;

    /** Nothing used yet. */
    public static ToolAllowance unused() {
        return new ToolAllowance(0, 0);
    }

    /**
     * Why the tool must not run now, for the model to read; empty when it may. Ending the call is always allowed, and
     * failures never bar the way to a person.
     */
    public Optional<String> refusal(Tool tool) {
        return switch (tool) {
            case Tool.EndCall end -> Optional.empty();
            case Tool.TransferCall transfer -> tooMany();
            case Tool.Http http -> tooMany().or(this::tooManyFailed);
        };
    }

    private Optional<String> tooMany() {
        return calls < MAX_CALLS
                ? Optional.empty()
                : Optional.of("No more tools can be used in this call; go on without them.");
    }

    private Optional<String> tooManyFailed() {
        return failures < MAX_FAILURES
                ? Optional.empty()
                : Optional.of("The tools have failed too often in this call; go on without them.");
    }

    /** The allowance after one more tool was asked for. */
    public ToolAllowance requested() {
        return new ToolAllowance(calls + 1, failures);
    }

    /** The allowance after a tool ended so. */
    public ToolAllowance finished(ToolOutcome outcome) {
        return switch (outcome) {
            case FAILED, TIMED_OUT, UNKNOWN -> new ToolAllowance(calls, failures + 1);
            case SUCCEEDED, REFUSED -> this;
        };
    }
}
