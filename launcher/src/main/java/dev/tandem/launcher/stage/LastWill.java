package dev.tandem.launcher.stage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A line of shell that is carried out when we let go of it, or when we are gone, also after a kill. */
public final class LastWill implements AutoCloseable {
    private static final Path NOWHERE = Path.of("/dev/null");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ChildProcess heir;

    private LastWill(ChildProcess heir) {
        this.heir = heir;
    }

    /** Of a line, whose {@code $1}, {@code $2} ... are the arguments. */
    public static LastWill of(String line, String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of("/bin/sh", "-c", "cat >/dev/null; " + line, "tandem"), Stream.of(arguments))
                .toList();
        return new LastWill(ChildProcess.start("The heir of a last will", NOWHERE, Path.of("/"), command, Map.of()));
    }

    /** Has it carried out; returns when that is done. */
    @Override
    public void close() {
        heir.endInput();
        try {
            heir.endedWithin(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
