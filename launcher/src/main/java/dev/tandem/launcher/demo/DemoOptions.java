package dev.tandem.launcher.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the demo was asked for.
 *
 * @param calls how many
 * @param parallel how many at a time, at most
 * @param speed times faster than people talk
 * @param dialogues a file of conversations, else the built-in ones
 * @param switches habits of the simulator, by name
 * @param limits of admission, else enough for {@code parallel}
 * @param report where the result goes as JSON
 * @param exit whether it ends after the calls
 */
record DemoOptions(
        int calls,
        int parallel,
        double speed,
        Optional<Path> dialogues,
        List<String> switches,
        Optional<Limits> limits,
        Optional<Path> report,
        boolean exit) {

    /** The product's defaults, 50 calls in all and 10 a tenant, are the least that the demo sets by itself. */
    private static final Limits DEFAULTS = new Limits(50, 10);

    /**
     * How many calls may run at a time.
     *
     * @param global of all tenants together
     * @param perTenant of one tenant
     */
    record Limits(int global, int perTenant) {}

    Limits admission() {
        return limits.orElseGet(
                () -> new Limits(Math.max(DEFAULTS.global(), parallel), Math.max(DEFAULTS.perTenant(), parallel)));
    }
}
