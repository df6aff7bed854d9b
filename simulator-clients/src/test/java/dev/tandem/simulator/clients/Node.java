package dev.tandem.simulator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Node with the pinned clients, installed below target/ by npm; tests are skipped where either is missing. */
final class Node {
    private static final long INSTALL_SECONDS = 180;
    private static final long SCRIPT_SECONDS = 60;

    private final Path folder;
    private final Path certificate;

    private Node(Path folder, Path certificate) {
        this.folder = folder;
        this.certificate = certificate;
    }

    /** Installs the clients; skips the tests that need them when that cannot be done. */
    static Node install(Path certificate) {
        assumeTrue(succeeds("node", "--version"), "skipped: there is no Node on this machine");
        assumeTrue(succeeds("npm", "--version"), "skipped: there is no npm on this machine");
        Path folder = Path.of("target", "npm").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            for (String file : List.of("package.json", "package-lock.json")) {
                Files.copy(Path.of(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Outcome npm = run(folder, Map.of(), INSTALL_SECONDS, List.of("npm", "ci", "--no-audit", "--no-fund"));
            assumeTrue(npm.code() == 0, "skipped: npm cannot install the clients: " + npm.output());
            for (String script : List.of("openai-realtime.mjs", "openai-rest.mjs", "agents.mjs")) {
                Path source = Path.of("src", "test", "js", script);
                Files.copy(source, folder.resolve(script), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return new Node(folder, certificate);
    }

    /** Runs a script to its end; it must say ok. */
    void succeeds(String script, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(arguments);
        Outcome outcome = run(folder, Map.of("NODE_EXTRA_CA_CERTS", certificate.toString()), SCRIPT_SECONDS, command);
        assertThat(outcome.output()).contains("ok");
        assertThat(outcome.code()).as(outcome.output()).isZero();
    }

    private static boolean succeeds(String... command) {
        try {
            return run(Path.of("."), Map.of(), SCRIPT_SECONDS, List.of(command)).code() == 0;
        } catch (UncheckedIOException missing) {
            return false;
        }
    }

    static Outcome run(Path folder, Map<String, String> environment, long seconds, List<String> command) {
        try {
            Path log = Files.createTempFile("command", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String output = Files.readString(log);
            Files.delete(log);
            return new Outcome(ended ? process.exitValue() : -1, output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** How a command ended, -1 when it took too long, and what it wrote. */
    record Outcome(int code, String output) {}
}
