package dev.tandem.simulator.call;

/** How a response ends that is not allowed to be completed. */
public enum Fate {
    /** Status failed, the vendor's own error. */
    FAILED("server_error"),
    /** Status failed, the project's limits are used up. */
    RATE_LIMITED("rate_limit_exceeded"),
    /** Status incomplete, the vendor's filter. */
    CONTENT_FILTER("content_filter"),
    /** Status incomplete, out of tokens before the first word. */
    OUT_OF_TOKENS("max_output_tokens");

    private final String reason;

    Fate(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
