package dev.tandem.launcher.stage;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Sees to it that one demo, and one cluster, of a repository runs at a time; the system frees the lock when its holder dies. */
public final class OnlyOne {
    private OnlyOne() {}

    /** What runs under the lock. */
    @FunctionalInterface
    public interface Run {
        int run() throws IOException, InterruptedException;
    }

    /** Runs it unless another one runs. */
    public static int of(Path home, String name, Run run) throws InterruptedException {
        try (FileChannel file = open(home, name);
                FileLock only = file.tryLock()) {
            if (only == null) {
                throw new Unable("A " + name + " of this folder is running already; stop it first (Ctrl-C there).");
            }
            return run.run();
        } catch (IOException e) {
            throw new Unable(e.getMessage(), e);
        }
    }

    private static FileChannel open(Path home, String name) throws IOException {
        Path folder = Files.createDirectories(home.resolve("run"));
        return FileChannel.open(folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
