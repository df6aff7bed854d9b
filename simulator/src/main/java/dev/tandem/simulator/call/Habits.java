package dev.tandem.simulator.call;

import java.time.Duration;

/**
 * Waits of the simulated people, in real time, and choices where the vendor's behaviour is not documented.
 *
 * @param ring how long a caller lets it ring
 * @param greetingWait the least time a caller waits for a greeting before speaking first; the human 10 s count when
 *     they are longer at the chosen speed
 * @param clientWait how long a caller bears an agent that waits for its client (a tool output, a response.create)
 * @param sessionLimit the vendor's limit for one session, 60 minutes
 * @param audioDeltas whether sidebands get {@code response.output_audio.delta}
 * @param secondSideband whether a second WebSocket may join a call that has one
 */
public record Habits(
        Duration ring,
        Duration greetingWait,
        Duration clientWait,
        Duration sessionLimit,
        boolean audioDeltas,
        boolean secondSideband) {

    /** The cautious defaults. */
    public static Habits defaults() {
        return new Habits(
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMinutes(60),
                false,
                true);
    }
}
