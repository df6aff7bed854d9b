package dev.tandem.launcher.demo;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this machine must have before anything is started. */
final class Machine {
    /** Measured: Cassandra 950 MB, the node 900 MB, simulator and launcher 500 MB. */
    static final long NEEDED_MB = 2500;

    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

    private Machine() {}

    /** Refuses with a sentence where memory is short; a system that does not tell its memory passes. */
    static void requireMemory(Path memoryInfo) {
        OptionalLong available = availableMb(memoryInfo);
        if (available.isPresent() && available.getAsLong() < NEEDED_MB) {
            throw new Unable("The demo needs about " + NEEDED_MB + " MB of free memory, and this machine has "
                    + available.getAsLong() + " MB; close something and run it again.");
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
