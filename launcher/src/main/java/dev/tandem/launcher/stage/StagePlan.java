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
 */
public record StagePlan(
        Path home,
        StageFolder folder,
        Ports ports,
        Secrets secrets,
        double speed,
        Optional<Path> dialogues,
        Limits limits) {}
