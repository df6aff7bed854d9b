package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start-up archive of a distribution: one that Java refuses fails nothing, the node is only slower. */
class ArchiveIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path DISTRIBUTION = HOME.resolve("cluster-node/target/distribution");
    private static final Path ARCHIVE = DISTRIBUTION.resolve("lib/node.aot");

    @TempDir
    Path folder;

    @AfterEach
    void leave_the_distribution_as_it_was() throws Exception {
        Files.deleteIfExists(ARCHIVE);
    }

    @Test
    void java_takes_it_where_it_was_made_and_where_the_distribution_is_copied_to() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);
        assertThat(run(Map.of("TANDEM_BUILT", "true"), HOME.resolve("tandem").toString(), "archive", "--distribution"))
                .contains("The archive is " + ARCHIVE);

        assertThat(fromArchive(DISTRIBUTION)).isGreaterThan(1_000);
        assertThat(fromArchive(copy())).isGreaterThan(1_000);
    }

    /** How many classes a node found in the archive before it ended for want of a configuration. */
    private long fromArchive(Path distribution) throws Exception {
        Path log = Files.createTempFile(folder, "classes", ".log");
        run(
                Map.of("TANDEM_JVM_OPTIONS", "-Xlog:class+load:file=" + log),
                distribution.resolve("bin/tandem-node").toString());
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("source: shared objects file"))
                    .filter(line -> line.contains("pekko") || line.contains("dev.tandem"))
                    .count();
        }
    }

    private Path copy() throws IOException {
        Path copy = folder.resolve("elsewhere");
        try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, copy.resolve(DISTRIBUTION.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return copy;
    }

    private String run(Map<String, String> environment, String... command) throws Exception {
        Path said = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.start().waitFor();
        return Files.readString(said);
    }
}
