package dev.tandem.launcher.faults.check;

import java.time.Duration;
import java.util.Map;

/**
 * What was configured, as far as the promises speak of it.
 *
 * @param globalLimit of calls at one time
 * @param limitByNumber of the tenant that owns a dialled number
 * @param effectByTool read, idempotent or once
 * @param answerWithin the time in which a running node answers a delivery
 */
public record Terms(
        int globalLimit, Map<String, Integer> limitByNumber, Map<String, String> effectByTool, Duration answerWithin) {
    /** What is promised of a delivery. */
    public static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);
}
