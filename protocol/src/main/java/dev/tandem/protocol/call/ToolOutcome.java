package dev.tandem.protocol.call;

/** How a tool call ended. */
public enum ToolOutcome {
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    /** Not run: unknown tool, arguments against the schema, or over the call's allowance. */
    REFUSED,
    /** A {@code once} tool was under way when its node died; it may or may not have run. */
    UNKNOWN
}
