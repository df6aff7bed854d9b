package dev.tandem.realtime;

import java.time.Duration;

/**
 * What came of a call control request; every detail is for people, at most 500 characters, free of keys and of the number a call was referred to.
 */
public sealed interface ControlAnswer {
    /** Characters of a detail at most, for it ends in journals and logs. */
    int MAX_DETAIL = 500;

    /** The provider did it. */
    record Done() implements ControlAnswer {}

    /** The provider knows no such call (404): its caller left, or it ended. */
    record Gone(String detail) implements ControlAnswer {}

    /**
     * The provider will not do it, and repeating the request will not change that; the fault is ours.
     *
     * @param status the HTTP status, any 4xx but 404, 408, 425 and 429; 0 when the request was not fit to be sent
     */
    record Refused(int status, String detail) implements ControlAnswer {}

    /**
     * The provider could not be reached, had no time or failed (408, 425, 429, 5xx, timeout, connection lost); the fault is upstream's.
     *
     * @param mayHaveHappened true when the request may have reached the provider and may have had its effect
     * @param retryAfter when the provider said to come back, at most one hour; zero when it said nothing
     */
    record Unavailable(String detail, boolean mayHaveHappened, Duration retryAfter) implements ControlAnswer {}
}
