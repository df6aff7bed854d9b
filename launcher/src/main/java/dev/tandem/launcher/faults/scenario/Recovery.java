package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.report.Findings;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.History;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How long calls were without a sideband because of one fault, in the truth. */
final class Recovery {
    /** The system tells the other side of a killed process's sockets at once. */
    private static final long NOTICED_MS = 5_000;

    private static final Set<String> LEFT = Set.of("script_over", "caller_hung_up");

    private final long atMs;
    private final List<Stretch> affected = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    private Recovery(long atMs) {
        this.atMs = atMs;
    }

    /** Of the calls that lost their sideband at that moment, in this history. */
    static Recovery of(History history, long atMs) {
        return of(history, new Stretch(atMs, atMs + NOTICED_MS));
    }

    /** Of the calls that lost their sideband in that time; a call that lost it twice counts once. */
    static Recovery of(History history, Stretch moment) {
        Recovery recovery = new Recovery(moment.fromMs());
        for (CallHistory call : history.calls()) {
            long attached = call.time(Kind.ATTACH).orElse(Long.MAX_VALUE);
            long ended = call.time(Kind.ENDED).orElse(Long.MAX_VALUE);
            call.unattached().stream()
                    .filter(stretch -> stretch.fromMs() >= moment.fromMs() && stretch.fromMs() <= moment.toMs())
                    .filter(stretch -> stretch.fromMs() > attached && stretch.fromMs() < ended)
                    .findFirst()
                    .ifPresent(stretch -> recovery.add(call, stretch, ended));
        }
        return recovery;
    }

    /** Waits until every call that lost its sideband has one again; whether it came. */
    static boolean await(Arena arena, long atMs, Duration atMost) throws InterruptedException {
        return Arena.within(
                atMost,
                () -> arena.provider().mark("look") > atMs + NOTICED_MS
                        && of(arena.history(), atMs).lost().isEmpty());
    }

    private void add(CallHistory call, Stretch stretch, long ended) {
        if (stretch.toMs() >= ended) {
            // Who had said all there was to say did not wait.
            if (!LEFT.contains(call.endReason())) {
                lost.add(call.id());
            }
        } else {
            affected.add(stretch);
        }
    }

    /** How many calls got a sideband again. */
    int recovered() {
        return affected.size();
    }

    /** Those that never got one again. */
    List<String> lost() {
        return lost;
    }

    /** From the fault to each call's next sideband, in ms, ascending. */
    List<Long> times() {
        return affected.stream().map(stretch -> stretch.toMs() - atMs).sorted().toList();
    }

    /** Without a sideband, in ms, ascending. */
    List<Long> gaps() {
        return affected.stream().map(Stretch::lengthMs).sorted().toList();
    }

    /** The middle one and the greatest, in seconds. */
    static void figures(Findings findings, String name, List<Long> sortedMs) {
        if (!sortedMs.isEmpty()) {
            findings.figure(name + "_p50_s", sortedMs.get(sortedMs.size() / 2) / 1000.0);
            findings.figure(name + "_max_s", sortedMs.getLast() / 1000.0);
        }
    }
}
