package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;

/** Waits for the times of a schedule; what takes longer than planned shifts what follows. */
final class Timetable {
    private long lastAtMs;
    private long lastNs = System.nanoTime();

    private Timetable(long firstAtMs) {
        this.lastAtMs = firstAtMs;
    }

    /** Its first fault is due at once. */
    static Timetable from(Schedule schedule) {
        return new Timetable(
                schedule.faults().isEmpty() ? 0 : schedule.faults().getFirst().atMs());
    }

    /** Returns when it is due. */
    void await(Fault fault) throws InterruptedException {
        long due = lastNs + (fault.atMs() - lastAtMs) * 1_000_000;
        long left = (due - System.nanoTime()) / 1_000_000;
        if (left > 0) {
            Thread.sleep(left);
        }
        lastAtMs = fault.atMs();
        lastNs = System.nanoTime();
    }
}
