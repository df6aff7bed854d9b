package dev.tandem.launcher.faults.disk;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.stage.LastWill;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system of its own in memory, small enough to be filled; only root may mount one. */
public final class SmallDisk implements AutoCloseable {
    private static final int SIZE_MB = 256;
    private static final int PATIENCE_SECONDS = 10;
    private static final int SHOWN = 300;
    private static final int PIECE = 64 * 1024;

    private final Path filler;
    private final LastWill removal;

    private SmallDisk(Path folder, LastWill removal) {
        this.filler = folder.resolve("filler");
        this.removal = removal;
    }

    /** Why this machine allows none; empty when it does. */
    public static Optional<String> impossible() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                    ? Optional.empty()
                    : Optional.of("only root may mount a small disk");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return Optional.of("a small disk is mounted on Linux only");
        }
    }

    /** Mounts one there; fails with why this machine does not allow it. */
    public static SmallDisk mount(Path folder) {
        String place = folder.toAbsolutePath().toString();
        try {
            Files.createDirectories(folder);
            Process mount = new ProcessBuilder(
                            "mount", "-t", "tmpfs", "-o", "size=" + SIZE_MB + "m", "tandem-small-disk", place)
                    .redirectErrorStream(true)
                    .start();
            byte[] said = mount.getInputStream().readNBytes(SHOWN);
            if (!mount.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || mount.exitValue() != 0) {
                throw new Unable("A small disk needs the right to mount one (root): "
                        + new String(said, StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            throw new Unable("A small disk cannot be mounted at " + place + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("The mounting of a small disk was interrupted", e);
        }
        return new SmallDisk(folder, LastWill.of("umount -l \"$1\"", place));
    }

    /** Leaves no room; returns how many bytes that took. */
    public long fill() {
        byte[] piece = new byte[PIECE];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int size = PIECE; size > 0; ) {
                try {
                    out.write(piece, 0, size);
                } catch (IOException full) {
                    size /= 2;
                }
            }
            return Files.size(filler);
        } catch (IOException e) {
            throw new Unable("The small disk cannot be filled: " + e.getMessage(), e);
        }
    }

    /** Gives the room back. */
    public void free() {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException e) {
            throw new Unable("The small disk cannot be freed: " + e.getMessage(), e);
        }
    }

    /** Takes it away with all that is on it. */
    @Override
    public void close() {
        removal.close();
    }
}
