package dev.tandem.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The JDK that runs the child: a 17, which Cassandra supports, where one is installed; else the one that runs us.
 *
 * @param home the JDK's folder
 * @param feature its feature version, such as 17
 */
record ChildJdk(Path home, int feature) {
    /** The newest Java that Cassandra 5.0 supports (its NEWS.txt). */
    private static final int SUPPORTED = 17;

    static ChildJdk choose() {
        return installed()
                .filter(jdk -> jdk.feature == SUPPORTED)
                .min(Comparator.comparing(ChildJdk::home))
                .orElseGet(ChildJdk::running);
    }

    static ChildJdk running() {
        return new ChildJdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    Path java() {
        return home.resolve("bin").resolve("java");
    }

    private static Stream<ChildJdk> installed() {
        Path user = Path.of(System.getProperty("user.home"));
        List<Path> homes = new ArrayList<>();
        homes.addAll(folders(Path.of("/usr/lib/jvm")));
        homes.addAll(folders(Path.of("/opt")));
        homes.addAll(folders(user.resolve(".sdkman/candidates/java")));
        homes.addAll(folders(user.resolve(".jdks")));
        folders(Path.of("/Library/Java/JavaVirtualMachines"))
                .forEach(bundle -> homes.add(bundle.resolve("Contents/Home")));
        return homes.stream().map(ChildJdk::at).flatMap(Optional::stream);
    }

    private static List<Path> folders(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** Reads the JDK's {@code release} file, which every vendor ships. */
    static Optional<ChildJdk> at(Path home) {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException absent) {
            return Optional.empty();
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        String feature = version.split("[.+-]", 2)[0];
        if (!feature.matches("\\d{1,4}") || !Files.isExecutable(home.resolve("bin/java"))) {
            return Optional.empty();
        }
        return Optional.of(new ChildJdk(home, Integer.parseInt(feature)));
    }
}
