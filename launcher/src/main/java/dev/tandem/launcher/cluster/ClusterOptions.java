package dev.tandem.launcher.cluster;

import dev.tandem.launcher.stage.Limits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the cluster was asked for.
 *
 * @param nodes how many
 * @param balancer whether HAProxy stands before them
 * @param speed of the simulator, times faster than people talk
 * @param dialogues a file of conversations, else the built-in ones
 * @param limits of admission
 * @param anyPorts whether any free ports will do, else the documented ones
 */
record ClusterOptions(
        int nodes, boolean balancer, double speed, Optional<Path> dialogues, Limits limits, boolean anyPorts) {}
