package dev.tandem.launcher.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The node or the simulator in a process of its own, started by {@code ./tandem}; its input is a pipe of ours, so that it ends with us. */
final class Component implements AutoCloseable {
    /** The repository: tests run in the launcher's folder. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final int LOG_LINES_SHOWN = 40;

    private final String name;
    private final Path log;
    private final Process process;

    private Component(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    static Component start(String name, Path log, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("tandem").toString(), name));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(asBuilt());
        builder.environment().putAll(environment);
        try {
            return new Component(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What keeps the script from building again, and on our own Java. */
    static Map<String, String> asBuilt() {
        Map<String, String> environment = new HashMap<>();
        environment.put("TANDEM_BUILT", "true");
        environment.put("TANDEM_JAVA_HOME", System.getProperty("java.home"));
        return environment;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns when the process is gone. */
    @Override
    public void close() {
        // Process.destroy would close the pipe first, which ends it at once.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Its last lines, for the message of a test that cannot go on. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "The " + name + " says (" + log + "):\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException unreadable) {
            return "The log of the " + name + " is unreadable: " + unreadable.getMessage();
        }
    }
}
