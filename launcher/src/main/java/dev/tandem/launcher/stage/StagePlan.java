package dev.tandem.launcher.stage;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What shall run.
 *
 * @param home the repository
 * @param folder where it keeps logs and data
 * @param ports as many nodes as it has ports for
 * @param speed of the simulator, times faster than people talk
 * @param dialogues a file of conversations, else the built-in ones
 * @param limits of admission
 * @param premises where its processes live
 */
public record StagePlan(
        Path home,
        StageFolder folder,
        Ports ports,
        Secrets secrets,
        double speed,
        Optional<Path> dialogues,
        Limits limits,
        Premises premises) {

    /** One whose processes all live on this machine's own address. */
    public StagePlan(
            Path home,
            StageFolder folder,
            Ports ports,
            Secrets secrets,
            double speed,
            Optional<Path> dialogues,
            Limits limits) {
        this(home, folder, ports, secrets, speed, dialogues, limits, Premises.LOOPBACK);
    }

    /** The same, living elsewhere. */
    public StagePlan in(Premises other) {
        return new StagePlan(home, folder, ports.in(other), secrets, speed, dialogues, limits, other);
    }

    /** The simulator's host and port. */
    String simulator() {
        return premises.services() + ":" + ports.simulator();
    }
}
