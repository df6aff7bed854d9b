package dev.tandem.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where one run of the demo keeps its logs, its data and what was said; emptied when the next one starts.
 *
 * @param root {@code run/demo} under the repository
 */
public record DemoFolder(Path root) {
    /** The demo's folder of this repository. */
    public static DemoFolder in(Path home) {
        return new DemoFolder(home.resolve("run").resolve("demo"));
    }

    /** Starts anew. The last run's folder is moved away first: after a kill its Cassandra may still be writing for a moment. */
    DemoFolder empty() {
        Path old = root.resolveSibling(root.getFileName() + ".old");
        try {
            if (Files.exists(root)) {
                delete(old);
                Files.move(root, old);
                delete(old);
            }
            Files.createDirectories(config());
            return this;
        } catch (IOException e) {
            throw new Unable("The folder " + root + " cannot be emptied: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                paths.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            } catch (IOException | UncheckedIOException left) {
                // What is left goes with the next run.
            }
        }
    }

    Path log(String component) {
        return root.resolve(component + ".log");
    }

    Path truth() {
        return root.resolve("truth.jsonl");
    }

    Path config() {
        return root.resolve("config");
    }

    Path cassandra() {
        return root.resolve("cassandra");
    }

    /** Address and token of the running demo, for other commands of the same user. */
    public Path access() {
        return root.resolve("demo.json");
    }

    void writeAccess(JsonNode access) throws IOException {
        Files.deleteIfExists(access());
        Files.createFile(access(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(access(), access.toPrettyString() + "\n", StandardOpenOption.WRITE);
    }
}
