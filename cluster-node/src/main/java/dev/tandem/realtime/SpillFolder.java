package dev.tandem.realtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a node's spill files; a file is named after the process that wrote it, so that another knows whether it lives. */
final class SpillFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SpillFolder.class);
    private static final String END = ".spill";

    private final Path folder;

    SpillFolder(Path folder) {
        this.folder = folder;
    }

    /** A name that nobody has. */
    Path newFile() {
        ProcessHandle self = ProcessHandle.current();
        return folder.resolve(self.pid() + "-" + startedAt(self) + "-" + UUID.randomUUID() + END);
    }

    /** Makes the folder, and removes what dead processes left: their calls were taken up elsewhere, with a gap. Blocks. */
    void prepare() {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            int removed = 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + END)) {
                for (Path file : files) {
                    if (!isAlive(file.getFileName().toString()) && Files.deleteIfExists(file)) {
                        removed++;
                    }
                }
            }
            if (removed > 0) {
                LOG.info("{} spill files of dead processes removed from {}", removed, folder);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.error("no spill files can be kept in {}: {}", folder, e.toString());
        }
    }

    /** Ids of processes come round again, in a container with every start; their start times do not. */
    private static boolean isAlive(String name) {
        String[] parts = name.split("-", 3);
        try {
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(process -> startedAt(process) == Long.parseLong(parts[1]))
                    .isPresent();
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    private static long startedAt(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
