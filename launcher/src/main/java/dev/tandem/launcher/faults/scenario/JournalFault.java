package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.StageAlterations;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.stage.Storage;
import java.time.Duration;

/** The ways in which Cassandra goes away and comes back. */
enum JournalFault {
    STOP("journal-stop", Act.CASSANDRA_STOP, "is stopped and started again") {
        @Override
        void begin(Arena arena) {
            arena.stage().storage().stop();
        }

        @Override
        void end(Arena arena) {
            arena.stage().storage().start(elapsed -> {});
        }
    },
    KILL("journal-kill", Act.CASSANDRA_KILL, "is killed (kill -9) and started again") {
        @Override
        void begin(Arena arena) throws InterruptedException {
            arena.stage().storage().kill();
        }

        @Override
        void end(Arena arena) {
            arena.stage().storage().start(elapsed -> {});
        }
    },
    PAUSE("journal-pause", Act.CASSANDRA_PAUSE, "sleeps (SIGSTOP) and wakes again") {
        @Override
        void begin(Arena arena) throws InterruptedException {
            arena.stage().storage().pause();
        }

        @Override
        void end(Arena arena) throws InterruptedException {
            arena.stage().storage().resume();
            Arena.await("Cassandra to answer", PATIENCE, arena.stage().storage()::answers);
        }
    },
    DISK_FULL(
            "journal-disk-full",
            Act.CASSANDRA_DISK_FULL,
            "has no room left on its disk, and is started again when it has") {
        @Override
        StageAlterations alterations() {
            return StageAlterations.SMALL_DISK;
        }

        /** Its commit log is written through memory: what cannot be stored ends the process, or stops its service. */
        @Override
        void begin(Arena arena) throws InterruptedException {
            Storage storage = arena.stage().storage();
            storage.expectEnd();
            arena.disk().fill();
            Arena.await("Cassandra to notice that its disk is full", PATIENCE, () -> !storage.answers());
        }

        @Override
        void end(Arena arena) {
            Storage storage = arena.stage().storage();
            arena.disk().free();
            if (storage.alive()) {
                storage.stop();
            }
            storage.start(elapsed -> {});
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String scenario;
    private final Act act;
    private final String words;

    JournalFault(String scenario, Act act, String words) {
        this.scenario = scenario;
        this.act = act;
        this.words = words;
    }

    /** Of the scenario that plays it. */
    String scenario() {
        return scenario;
    }

    /** As schedules name it. */
    Act act() {
        return act;
    }

    /** After "Cassandra". */
    String words() {
        return words;
    }

    /** Where it can be played. */
    StageAlterations alterations() {
        return StageAlterations.NONE;
    }

    /** Returns when Cassandra is away. */
    abstract void begin(Arena arena) throws InterruptedException;

    /** Returns when it answers again. */
    abstract void end(Arena arena) throws InterruptedException;

    static JournalFault of(Act act) {
        for (JournalFault fault : values()) {
            if (fault.act == act) {
                return fault;
            }
        }
        throw new Unable("the journal is not concerned by " + act);
    }
}
