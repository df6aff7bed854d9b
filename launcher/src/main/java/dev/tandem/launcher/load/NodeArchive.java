package dev.tandem.launcher.load;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

/** The archive that this build's nodes start from, as those of a distribution do; made where there is none. */
final class NodeArchive {
    /** The first Java that has such archives. */
    private static final int JAVA = 25;

    private final Path home;
    private final Path archive;

    NodeArchive(Path home) {
        this.home = home;
        this.archive = home.resolve("cluster-node/target/node.aot");
    }

    /** Without it nodes start as well, with more work before they are at their pace. */
    void makeIfMissing(Path log, PrintStream out) throws IOException, InterruptedException {
        if (Runtime.version().feature() < JAVA || isOfThisBuild()) {
            return;
        }
        out.println("Making the archive that nodes start from (./tandem archive), which takes a minute ...");
        Files.createDirectories(log.getParent());
        Process making = new ProcessBuilder(home.resolve("tandem").toString(), "archive")
                .directory(home.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(making::destroy));
        if (making.waitFor() != 0) {
            out.println("It could not be made (" + home.relativize(log) + "); the nodes start without it.");
        }
    }

    /** Java leaves one alone that was made from other jars. */
    boolean isOfThisBuild() throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(archive);
        try (Stream<Path> jars = Files.walk(archive.getParent(), 2)) {
            for (Path jar : (Iterable<Path>) jars.filter(NodeArchive::isOfTheClassPath)::iterator) {
                if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isOfTheClassPath(Path file) {
        return file.toString().endsWith(".jar");
    }
}
