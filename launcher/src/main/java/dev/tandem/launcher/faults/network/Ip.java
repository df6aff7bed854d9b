package dev.tandem.launcher.faults.network;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command {@code ip} of iproute2. */
final class Ip {
    private static final int PATIENCE_SECONDS = 10;
    private static final int SHOWN = 300;

    private final Path program;

    private Ip(Path program) {
        this.program = program;
    }

    /** Fails with what is missing: the program, or the right to use it. */
    static Ip find() {
        Path program = Stream.of("/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Unable("iproute2 is not installed: apt-get install iproute2"));
        if (!root()) {
            throw new Unable("only root may make them");
        }
        return new Ip(program);
    }

    private static boolean root() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }

    /** Its path. */
    String program() {
        return program.toString();
    }

    /** Runs {@code ip} with these words, split at blanks; fails with what it says. */
    void run(String words) {
        List<String> command = new ArrayList<>();
        command.add(program());
        command.addAll(List.of(words.split(" ")));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            byte[] said = process.getInputStream().readNBytes(SHOWN);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new Unable("ip " + words + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new Unable("ip " + words + ": " + new String(said, StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            throw new Unable("ip " + words + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("ip " + words + " was interrupted", e);
        }
    }
}
