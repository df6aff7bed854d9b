package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.House;
import dev.tandem.launcher.faults.arena.StageAlterations;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.util.Optional;

/** One way of going wrong. It plays; the checker judges what came of it, after everything has come to rest. */
public interface Scenario {
    /** What {@code --scenario} takes. */
    String name();

    /** What it does, in one sentence. */
    String sentence();

    /** The limits that it plays under; scenarios of one house share its nodes. */
    default House house() {
        return House.ROOMY;
    }

    /** What its stage has that others have not; scenarios with equal ones share theirs. */
    default StageAlterations alterations() {
        return StageAlterations.NONE;
    }

    /** Why it cannot be played in this variant or on this machine; empty when it can. */
    default Optional<String> unplayable(Variant variant) {
        return Optional.empty();
    }

    /** Its faults; the same for the same seed and variant. */
    Schedule schedule(long seed, Variant variant);

    /** Places calls, lets the faults happen, and waits until they have been got over; what it measures goes into the play's findings. */
    void play(Arena arena, Play play) throws Exception;
}
