package dev.tandem.launcher.stage;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this machine must have before anything is started. */
public final class Machine {
    /** Measured: Cassandra 880 MB, simulator 150 MB, launcher 110 MB, with some calls. */
    static final long BASE_MB = 1300;

    /** Measured: 350 MB with six calls; its heap may grow to 512 MB. */
    static final long NODE_MB = 700;

    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

    private Machine() {}

    /** Refuses with a sentence where memory is short; a system that does not tell its memory passes. */
    public static void requireMemory(Path memoryInfo, int nodes) {
        long needed = BASE_MB + nodes * NODE_MB;
        OptionalLong available = availableMb(memoryInfo);
        if (available.isPresent() && available.getAsLong() < needed) {
            throw new Unable((nodes == 1 ? "One node" : nodes + " nodes") + " and what they need take about " + needed
                    + " MB of free memory, and this machine has " + available.getAsLong()
                    + " MB; close something" + (nodes == 1 ? "" : ", or take fewer nodes,") + " and run it again.");
        }
    }

    private static OptionalLong availableMb(Path memoryInfo) {
        try {
            Matcher line = AVAILABLE.matcher(Files.readString(memoryInfo));
            return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) / 1024) : OptionalLong.empty();
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
    }
}
