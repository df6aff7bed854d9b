package dev.tandem.launcher.demo;

import dev.tandem.launcher.stage.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the demo was asked for.
 *
 * @param nodes how many answer them
 * @param calls how many
 * @param parallel how many at a time, at most
 * @param speed times faster than people talk
 * @param dialogues a file of conversations, else the built-in ones
 * @param switches habits of the simulator, by name
 * @param limits of admission, else enough for {@code parallel}
 * @param report where the result goes as JSON
 * @param anyPorts whether any free ports will do, else the documented ones
 * @param exit whether it ends after the calls
 */
record DemoOptions(
        int nodes,
        int calls,
        int parallel,
        double speed,
        Optional<Path> dialogues,
        List<String> switches,
        Optional<Limits> limits,
        Optional<Path> report,
        boolean anyPorts,
        boolean exit) {

    /** The product's defaults are the least that the demo sets by itself. */
    Limits admission() {
        return limits.orElseGet(() -> new Limits(
                Math.max(Limits.DEFAULTS.global(), parallel), Math.max(Limits.DEFAULTS.perTenant(), parallel)));
    }
}
