package dev.tandem.launcher.load;

import dev.tandem.launcher.stage.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the load was asked for.
 *
 * @param calls how many
 * @param rate arrive in a second
 * @param minutes held calls talk, and readers read
 * @param warmUp calls before those that count
 * @param nodes started
 * @param speed of the simulator
 * @param dialogues a file of conversations, else the own ones
 * @param limits of admission, else enough for all; given, a call that they refuse is right
 * @param target of webhooks that runs already, else everything is started
 * @param anyPorts whether any free ports will do, else the documented ones
 */
record LoadOptions(
        Simulation simulation,
        int calls,
        double rate,
        double minutes,
        int warmUp,
        int nodes,
        double speed,
        Optional<Path> dialogues,
        Optional<Limits> limits,
        Optional<Target> target,
        Goals goals,
        boolean anyPorts) {
    /** No run shall need more than this. */
    private static final int ROOM = 50;

    /**
     * What runs already.
     *
     * @param webhooks where they are posted, in turn
     * @param operators of the nodes; the first one answers for all
     * @param simulator its base URL
     * @param token of the operator ports
     * @param numbers that tenants of it own
     */
    record Target(
            List<String> webhooks, List<String> operators, String simulator, String token, List<String> numbers) {}

    /**
     * What must be reached.
     *
     * @param successPercent of the calls
     * @param failuresPercent of the requests of a kind: as many may fail and be repeated
     * @param webhookP99Ms repeats included
     * @param readP99Ms of the API's answers
     */
    record Goals(double successPercent, double failuresPercent, long webhookP99Ms, long readP99Ms) {}

    Limits admission() {
        int all = Math.max(calls, warmUp) + ROOM;
        return limits.orElseGet(() -> new Limits(all, all));
    }
}
