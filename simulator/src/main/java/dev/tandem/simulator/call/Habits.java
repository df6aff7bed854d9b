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
 * @param createdOnAttach whether a sideband begins with {@code session.created}
 * @param replaysGap whether a sideband that comes back gets the events that it missed
 * @param truncatedEvent whether the server reports with {@code conversation.item.truncated} what it cut off itself
 * @param itemCreated whether items are also announced by their older name, {@code conversation.item.created}
 * @param audioFrameMs how much audio one delta carries
 * @param generationShare the time the model needs to make speech, as a share of the time it takes to play it
 */
public record Habits(
        Duration ring,
        Duration greetingWait,
        Duration clientWait,
        Duration sessionLimit,
        boolean audioDeltas,
        boolean secondSideband,
        boolean createdOnAttach,
        boolean replaysGap,
        boolean truncatedEvent,
        boolean itemCreated,
        int audioFrameMs,
        double generationShare) {

    /** Audio of one delta unless asked otherwise. */
    public static final int AUDIO_FRAME_MS = 200;
    /** The model speaks two and a half times as fast as people listen. */
    public static final double GENERATION_SHARE = 0.4;

    /** Refuses frames and shares that nobody could play. */
    public Habits {
        if (audioFrameMs < 10 || audioFrameMs > 5_000) {
            throw new IllegalArgumentException("an audio frame must be between 10 and 5000 ms, not " + audioFrameMs);
        }
        if (!(generationShare > 0 && generationShare <= 1)) {
            throw new IllegalArgumentException("the generation share must be over 0 and at most 1");
        }
    }

    /** Other waits and the cautious choices, except for the two named. */
    public Habits(
            Duration ring,
            Duration greetingWait,
            Duration clientWait,
            Duration sessionLimit,
            boolean audioDeltas,
            boolean secondSideband) {
        this(
                ring,
                greetingWait,
                clientWait,
                sessionLimit,
                audioDeltas,
                secondSideband,
                true,
                false,
                false,
                false,
                AUDIO_FRAME_MS,
                GENERATION_SHARE);
    }

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
