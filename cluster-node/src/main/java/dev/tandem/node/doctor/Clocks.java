package dev.tandem.node.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How far other clocks, met on the way, are from ours; webhooks more than five minutes off are refused. */
final class Clocks implements Check {

    private static final String SUBJECT = "Clock";
    private static final Duration NOTICEABLE = Duration.ofSeconds(5);
    private static final Duration REFUSED = Duration.ofSeconds(300);

    private final Clock ours;
    private final Map<String, Duration> offsets = new LinkedHashMap<>();

    Clocks(Clock ours) {
        this.ours = ours;
    }

    /** Asks for a time and compares it with the middle of the asking. */
    void compare(String whose, Supplier<Instant> theirs) {
        Instant before = ours.instant();
        Instant told = theirs.get();
        Duration took = Duration.between(before, ours.instant());
        tell(whose, told, before.plus(took.dividedBy(2)));
    }

    /** Their time, and ours when they told it. */
    void tell(String whose, Instant theirs, Instant then) {
        offsets.put(whose, Duration.between(theirs, then));
    }

    @Override
    public List<Finding> look() {
        if (offsets.isEmpty()) {
            return List.of(Finding.warn(SUBJECT, "nobody answered whose clock could be compared; is NTP running?"));
        }
        return offsets.entrySet().stream()
                .map(offset -> finding(offset.getKey(), offset.getValue()))
                .toList();
    }

    private static Finding finding(String whose, Duration ahead) {
        Duration off = ahead.abs();
        String text = "ours is " + off.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " that of "
                + whose;
        if (off.compareTo(REFUSED) >= 0) {
            return Finding.fail(SUBJECT, text + ": webhooks are refused as stale. Set the clock, run NTP.");
        }
        return off.compareTo(NOTICEABLE) >= 0
                ? Finding.warn(SUBJECT, text + "; run NTP.")
                : Finding.ok(SUBJECT, "within " + NOTICEABLE.toSeconds() + " s of that of " + whose);
    }
}
