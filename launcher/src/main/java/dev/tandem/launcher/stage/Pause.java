package dev.tandem.launcher.stage;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that sleeps (SIGSTOP). Whoever holds it wakes it by dying too: nothing sleeps on after its parent, which it could not notice. */
final class Pause implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LastWill waking;

    private Pause(LastWill waking) {
        this.waking = waking;
    }

    static Pause of(long pid) throws InterruptedException {
        LastWill waking = LastWill.of("kill -CONT \"$1\"", String.valueOf(pid));
        try {
            Process stop = new ProcessBuilder("/bin/sh", "-c", "kill -STOP \"$1\"", "tandem", String.valueOf(pid))
                    .redirectErrorStream(true)
                    .start();
            if (!stop.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || stop.exitValue() != 0) {
                waking.close();
                throw new Unable("Process " + pid + " could not be paused.");
            }
        } catch (IOException e) {
            waking.close();
            throw new Unable("Process " + pid + " could not be paused: " + e.getMessage(), e);
        }
        return new Pause(waking);
    }

    /** SIGCONT; returns when it has been sent. */
    @Override
    public void close() {
        waking.close();
    }
}
