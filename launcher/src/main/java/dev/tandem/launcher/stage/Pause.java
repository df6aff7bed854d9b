package dev.tandem.launcher.stage;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that sleeps (SIGSTOP). Whoever holds it wakes it by dying too: nothing sleeps on after its parent, which it could not notice. */
final class Pause implements AutoCloseable {
    private static final Path NOWHERE = Path.of("/dev/null");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ChildProcess guard;

    private Pause(ChildProcess guard) {
        this.guard = guard;
    }

    static Pause of(long pid) throws InterruptedException {
        ChildProcess guard = ChildProcess.start(
                "The guard of a pause",
                NOWHERE,
                Path.of("/"),
                shell("cat >/dev/null; kill -CONT \"$1\"", pid),
                Map.of());
        try {
            Process stop = new ProcessBuilder(shell("kill -STOP \"$1\"", pid))
                    .redirectErrorStream(true)
                    .start();
            if (!stop.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || stop.exitValue() != 0) {
                guard.endInput();
                throw new Unable("Process " + pid + " could not be paused.");
            }
        } catch (IOException e) {
            guard.endInput();
            throw new Unable("Process " + pid + " could not be paused: " + e.getMessage(), e);
        }
        return new Pause(guard);
    }

    private static List<String> shell(String line, long pid) {
        return List.of("/bin/sh", "-c", line, "tandem", String.valueOf(pid));
    }

    /** SIGCONT; returns when it has been sent. */
    @Override
    public void close() {
        guard.endInput();
        try {
            guard.endedWithin(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
