package dev.tandem.simulator.caller;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happens on one call.
 *
 * @param id name of the scenario or id of the dialogue
 * @param greeting the agent's first words when the client's instructions quote none
 * @param turns the steps in order; after the last one the caller hangs up
 * @param ringMs how long this caller lets it ring, in real milliseconds; empty means the simulator's ring time
 * @param switches habits that belong to this script
 * @param jitter how much the pauses of the call vary, as a share of them, from 0 to 1
 */
public record Script(
        String id,
        Optional<String> greeting,
        List<Turn> turns,
        Optional<Long> ringMs,
        Set<Switch> switches,
        double jitter) {

    /** Keeps its own copies. */
    public Script {
        turns = List.copyOf(turns);
        switches = Set.copyOf(switches);
    }

    /** The same script with more switches on. */
    public Script with(Set<Switch> more) {
        Set<Switch> all = EnumSet.noneOf(Switch.class);
        all.addAll(switches);
        all.addAll(more);
        return new Script(id, greeting, turns, ringMs, all, jitter);
    }
}
