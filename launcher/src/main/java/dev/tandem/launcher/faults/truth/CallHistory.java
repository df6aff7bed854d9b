package dev.tandem.launcher.faults.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happened in one call, in the order in which it was written.
 *
 * @param id the provider's id
 * @param lines only its own
 */
public record CallHistory(String id, List<Line> lines) {
    /** Its lines of one kind. */
    public List<Line> of(Kind kind) {
        return lines.stream().filter(line -> line.is(kind)).toList();
    }

    /** The first line of one kind. */
    public Optional<Line> first(Kind kind) {
        return lines.stream().filter(line -> line.is(kind)).findFirst();
    }

    /** When the first line of one kind was written. */
    public OptionalLong time(Kind kind) {
        return first(kind).map(line -> OptionalLong.of(line.tMs())).orElse(OptionalLong.empty());
    }

    /** The dialled number. */
    public String to() {
        return first(Kind.OFFER).map(line -> line.text("to")).orElse("");
    }

    /** Why it ended, or an empty text. */
    public String endReason() {
        return first(Kind.ENDED).map(line -> line.text("reason")).orElse("");
    }

    /** Whether it was accepted and has not ended. */
    public boolean live() {
        return first(Kind.ACCEPT).isPresent() && first(Kind.ENDED).isEmpty();
    }

    /** Whether it has no sideband at the end of this history. */
    public boolean unattachedNow() {
        return lines.stream()
                .filter(line -> line.is(Kind.ATTACH) || line.is(Kind.DETACH))
                .reduce((earlier, later) -> later)
                .map(line -> line.number("open") == 0)
                .orElse(true);
    }

    /** The stretches of the live call in which no sideband was open. */
    public List<Stretch> unattached() {
        OptionalLong accepted = time(Kind.ACCEPT);
        if (accepted.isEmpty()) {
            return List.of();
        }
        List<Stretch> stretches = new ArrayList<>();
        long since = accepted.getAsLong();
        boolean open = false;
        for (Line line : lines) {
            if (line.is(Kind.ATTACH) || line.is(Kind.DETACH)) {
                boolean now = line.number("open") > 0;
                if (open && !now) {
                    since = line.tMs();
                } else if (!open && now) {
                    stretches.add(new Stretch(since, line.tMs()));
                }
                open = now;
            }
        }
        if (!open) {
            stretches.add(new Stretch(since, time(Kind.ENDED).orElse(Long.MAX_VALUE)));
        }
        return List.copyOf(stretches);
    }
}
