package dev.tandem.metrics;

import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import java.time.Instant;

/**
 * How far a call that goes on has come.
 *
 * @param agent the agent's name, or null before one is known
 * @param answeredAt when it was accepted, or null before
 * @param epoch how many sidebands it has had
 * @param lostAt since when it has no sideband although it had one; null while it has
 * @param turns final turns of both sides
 * @param last the latest of them, or null before the first
 * @param latencyMs how long the caller waited for the agent's latest turn, or -1
 * @param unattendedSince since when no node owns up to the call: its node is not heard of, or handed it over; null while one does
 */
public record LiveProgress(
        String agent,
        Instant answeredAt,
        long epoch,
        Instant lostAt,
        int turns,
        Words last,
        long latencyMs,
        Instant unattendedSince) {

    /** Nothing is known yet. */
    public static final LiveProgress NONE = new LiveProgress(null, null, 0, null, 0, null, -1, null);

    /** Somebody's final words, shortened to {@link #MAX_CHARS} characters. */
    public record Words(Speaker speaker, Personal text, Instant at) {

        public static final int MAX_CHARS = 240;

        static Words of(LiveEvent.TurnSpoken turn) {
            String text = turn.text().text();
            return new Words(
                    turn.speaker(),
                    text.length() <= MAX_CHARS ? turn.text() : Personal.of(text.substring(0, MAX_CHARS - 1) + "…"),
                    turn.at());
        }
    }

    LiveProgress spoken(LiveEvent.TurnSpoken turn) {
        return new LiveProgress(
                agent, answeredAt, epoch, lostAt, turns + 1, Words.of(turn), latencyMs, unattendedSince);
    }

    LiveProgress timed(LiveEvent.TurnTimed turn) {
        return new LiveProgress(
                agent,
                answeredAt,
                epoch,
                lostAt,
                turns,
                last,
                turn.latencyMs() < 0 ? latencyMs : turn.latencyMs(),
                unattendedSince);
    }

    LiveProgress unattended(Instant since) {
        return new LiveProgress(agent, answeredAt, epoch, lostAt, turns, last, latencyMs, since);
    }

    /** What is missing here because this node came to the call late is taken from what was known before. */
    LiveProgress after(LiveProgress before) {
        return new LiveProgress(
                agent == null ? before.agent : agent,
                answeredAt == null ? before.answeredAt : answeredAt,
                Math.max(epoch, before.epoch),
                lostAt,
                Math.max(turns, before.turns),
                last == null ? before.last : last,
                latencyMs < 0 ? before.latencyMs : latencyMs,
                unattendedSince);
    }
}
