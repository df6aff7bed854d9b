package dev.tandem.launcher.stage;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A component in a process of its own. Its standard input is a pipe that we hold open: when we die, it ends, and the component with it. */
final class ChildProcess implements AutoCloseable {
    /** A terminal's Ctrl-C goes to all its processes; ours stop in order instead, so children are deaf to it. Exec keeps the process id. */
    private static final List<String> DEAF_TO_CTRL_C = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "tandem");

    static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final int LOG_LINES_SHOWN = 8;

    private final String name;
    private final Path log;
    private final Process process;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** Starts it; {@code name} begins a sentence. */
    static ChildProcess start(
            String name, Path log, Path folder, List<String> command, Map<String, String> environment) {
        List<String> whole = new ArrayList<>(DEAF_TO_CTRL_C);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new Unable(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /** Completes when it has ended, for whatever reason. */
    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    boolean endedWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What to tell people when it is not there. */
    Unable failure(String what) {
        return new Unable(name + " " + what + "; see " + log + ", which ends:\n  " + lastWords());
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGTERM; it ends when it is done. */
    void terminate() {
        // Process.destroy would close the pipe too, and the child would take that for our death.
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Ends its standard input. */
    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // So is the process.
        }
    }

    /** SIGTERM, then after 20 s a kill. Returns when it is gone. */
    @Override
    public void close() {
        terminate();
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String lastWords() {
        try (Stream<String> lines = Files.lines(log)) {
            // A stack trace's frames would push its message out of sight.
            List<String> all = lines.filter(line -> !line.startsWith("\tat ")).toList();
            return String.join("\n  ", all.subList(Math.max(0, all.size() - LOG_LINES_SHOWN), all.size()));
        } catch (IOException | UncheckedIOException unreadable) {
            return "(unreadable)";
        }
    }
}
