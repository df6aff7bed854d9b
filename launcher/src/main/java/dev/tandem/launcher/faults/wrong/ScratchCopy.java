package dev.tandem.launcher.faults.wrong;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A copy of the repository with what is built in it, to be spoilt; gone when it is closed. */
final class ScratchCopy implements AutoCloseable {
    /** What a build and a run need nothing of. */
    private static final Set<String> LEFT_OUT =
            Set.of(".git", "run", "surefire-reports", "failsafe-reports", "product");

    private final Path home;

    private ScratchCopy(Path home) {
        this.home = home;
    }

    static ScratchCopy of(Path repository) {
        try {
            Path copy = Files.createTempDirectory("tandem-wrong-build");
            Files.walkFileTree(repository, new Copying(repository, copy));
            return new ScratchCopy(copy);
        } catch (IOException e) {
            throw new Unable("The repository cannot be copied: " + e.getMessage(), e);
        }
    }

    Path home() {
        return home;
    }

    /** Runs a command there and returns its exit code; its output goes to the file. */
    int run(Path log, Map<String, String> environment, List<String> command) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try {
                return process.waitFor();
            } finally {
                // Interrupted: it takes what it started with it.
                process.destroy();
            }
        } catch (IOException e) {
            throw new Unable(command.getFirst() + " could not be started: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(home)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException left) {
            // The system clears its folder of temporary files.
        }
    }

    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        Copying(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            if (LEFT_OUT.contains(folder.getFileName().toString()) && !folder.equals(from)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!LEFT_OUT.contains(file.getFileName().toString())) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
