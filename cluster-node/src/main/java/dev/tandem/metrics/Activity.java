package dev.tandem.metrics;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this node's calls did in each of the last {@link #MINUTES} minutes; forgotten when the node ends. */
public final class Activity {

    /** Minutes that are remembered. */
    public static final int MINUTES = 60;

    /**
     * One minute.
     *
     * @param begin its first moment
     * @param answered calls accepted
     * @param refused calls refused, by reason
     * @param unsigned deliveries whose signature was not ours
     * @param setup from the carrier's first ring to the accept
     * @param firstAudio from the end of the caller's speech to the agent's first sound
     */
    public record Minute(
            Instant begin, int answered, Map<String, Integer> refused, int unsigned, Spread setup, Spread firstAudio) {

        public Minute {
            refused = Map.copyOf(refused);
        }

        /** Of two nodes, or of two stretches; it begins as this one does. */
        public Minute plus(Minute other) {
            Map<String, Integer> reasons = new TreeMap<>(refused);
            other.refused.forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
            return new Minute(
                    begin,
                    answered + other.answered,
                    reasons,
                    unsigned + other.unsigned,
                    setup.plus(other.setup),
                    firstAudio.plus(other.firstAudio));
        }
    }

    private static final class Tally {
        private long minute = -1;
        private int answered;
        private int unsigned;
        private final Map<String, Integer> refused = new HashMap<>();
        private final Map<Integer, Integer> setup = new HashMap<>();
        private final Map<Integer, Integer> firstAudio = new HashMap<>();

        private void begin(long now) {
            minute = now;
            answered = 0;
            unsigned = 0;
            refused.clear();
            setup.clear();
            firstAudio.clear();
        }
    }

    private final Clock clock;
    private final Tally[] tallies = new Tally[MINUTES];

    Activity(Clock clock) {
        this.clock = clock;
        for (int i = 0; i < MINUTES; i++) {
            tallies[i] = new Tally();
        }
    }

    synchronized void answered() {
        now().answered++;
    }

    synchronized void refused(String reason) {
        now().refused.merge(reason, 1, Integer::sum);
    }

    synchronized void unsigned() {
        now().unsigned++;
    }

    synchronized void setUp(long ms) {
        now().setup.merge(Spread.step(ms), 1, Integer::sum);
    }

    synchronized void firstAudio(long ms) {
        now().firstAudio.merge(Spread.step(ms), 1, Integer::sum);
    }

    /** The minutes in which anything happened, oldest first, the running one last. */
    public synchronized List<Minute> minutes() {
        long now = clock.instant().getEpochSecond() / 60;
        List<Minute> minutes = new ArrayList<>();
        for (long minute = now - MINUTES + 1; minute <= now; minute++) {
            Tally tally = tallies[(int) (minute % MINUTES)];
            if (tally.minute == minute) {
                minutes.add(new Minute(
                        Instant.ofEpochSecond(minute * 60),
                        tally.answered,
                        tally.refused,
                        tally.unsigned,
                        new Spread(tally.setup),
                        new Spread(tally.firstAudio)));
            }
        }
        return minutes;
    }

    private Tally now() {
        long minute = clock.instant().getEpochSecond() / 60;
        Tally tally = tallies[(int) (minute % MINUTES)];
        if (tally.minute != minute) {
            tally.begin(minute);
        }
        return tally;
    }
}
