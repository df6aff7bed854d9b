package dev.tandem.launcher.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where one run keeps its logs, its data and what was said; emptied when the next one starts.
 *
 * @param root of all but the nodes' files
 * @param nodes holds each node's log and process id
 * @param access says addresses and tokens of what runs, for other commands of the same user
 */
public record StageFolder(Path root, Path nodes, Path access) {
    private static final String NODE_FILES = "node-*.{log,pid}";

    /** The demo's folder of this repository, {@code run/demo}. */
    public static StageFolder demo(Path home) {
        Path root = run(home).resolve("demo");
        return new StageFolder(root, root, root.resolve("demo.json"));
    }

    /** The cluster's: {@code run/cluster}, and the nodes' files right in {@code run}. */
    public static StageFolder cluster(Path home) {
        return new StageFolder(
                run(home).resolve("cluster"), run(home), run(home).resolve("cluster.json"));
    }

    /** The fault suite's: {@code run/faults}. */
    public static StageFolder faults(Path home) {
        Path root = run(home).resolve("faults").resolve("stage");
        return new StageFolder(root, root, root.resolve("access.json"));
    }

    private static Path run(Path home) {
        return home.resolve("run");
    }

    /** Starts anew. The last run's folder is moved away first: after a kill its Cassandra may still be writing for a moment. */
    public StageFolder empty() {
        Path old = root.resolveSibling(root.getFileName() + ".old");
        try {
            if (Files.exists(root)) {
                delete(old);
                Files.move(root, old);
                delete(old);
            }
            Files.createDirectories(config());
            Files.deleteIfExists(access);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(nodes, NODE_FILES)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
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

    /** What one node says. */
    public Path nodeLog(int number) {
        return nodes.resolve("node-" + number + ".log");
    }

    /** Holds a node's process id while it runs. */
    public Path nodePid(int number) {
        return nodes.resolve("node-" + number + ".pid");
    }

    /** Where a component runs from. */
    String copy(String component) {
        return root.resolve("lib").resolve(component).toAbsolutePath().toString();
    }

    /** The simulator's history. */
    public Path truth() {
        return root.resolve("truth.jsonl");
    }

    Path config() {
        return root.resolve("config");
    }

    /** All that Cassandra keeps. */
    public Path cassandra() {
        return root.resolve("cassandra");
    }

    /** Writes the access file, readable to this user alone. */
    public void writeAccess(JsonNode fields) throws IOException {
        Files.deleteIfExists(access);
        Files.createFile(access, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(access, fields.toPrettyString() + "\n", StandardOpenOption.WRITE);
    }
}
