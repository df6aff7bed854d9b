package dev.tandem.cassandra;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs Cassandra in a JVM of its own, on its own class path. */
final class ChildCommand {
    /** Ctrl-C reaches every process of a terminal; the child shall wait for its parent's orderly stop, and exec keeps its process id. */
    private static final List<String> DEAF_TO_CTRL_C =
            List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "cassandra");

    /** What Cassandra's own conf/jvm17-server.options exports and opens. */
    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/java.lang.ref",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.unsupported/sun.misc");

    private static final List<String> OPENS = List.of(
            "java.base/java.lang.module",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/sun.nio.ch",
            "java.base/java.io",
            "java.base/java.nio",
            "java.base/java.lang",
            "java.base/java.lang.reflect",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/java.net",
            "java.base/java.math",
            "jdk.management/com.sun.management.internal");

    private static final int FIRST_WITH_SECURITY_MANAGER_OFF = 18;
    private static final int FIRST_WITHOUT_SECURITY_MANAGER = 24;

    private ChildCommand() {}

    static List<String> of(ChildJdk jdk, NodeFolder folder) {
        String cassandra = cassandraClassPath();
        List<String> command = new ArrayList<>(DEAF_TO_CTRL_C);
        command.add(jdk.java().toString());
        // 512 MB hold the journal of a demo of thousands of calls; the serial collector and C1 leave the cores to the
        // node under test.
        command.addAll(List.of(
                "-Xms512M",
                "-Xmx512M",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=256M",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Djdk.attach.allowAttachSelf=true",
                "-javaagent:" + jamm(cassandra)));
        command.addAll(more());
        EXPORTS.forEach(export -> command.addAll(List.of("--add-exports", export + "=ALL-UNNAMED")));
        OPENS.forEach(open -> command.addAll(List.of("--add-opens", open + "=ALL-UNNAMED")));
        if (jdk.feature() >= FIRST_WITHOUT_SECURITY_MANAGER) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        } else if (jdk.feature() >= FIRST_WITH_SECURITY_MANAGER_OFF) {
            command.add("-Djava.security.manager=allow");
        }
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + folder.temporary(),
                "-Dlogback.configurationFile=" + folder.logback().toUri(),
                "-Dcassandra.config=" + folder.yaml().toUri(),
                "-Dcassandra.storagedir=" + folder.data(),
                "-Dcassandra-foreground=yes",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.ring_delay_ms=1",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.load_ring_state=false"));
        command.add("-cp");
        command.add(
                jdk.feature() >= FIRST_WITHOUT_SECURITY_MANAGER
                        ? ours() + File.pathSeparator + cassandra
                        : cassandra + File.pathSeparator + ours());
        command.add("dev.tandem.cassandra.child.CassandraChild");
        return command;
    }

    /** For a measurement in which Cassandra shall cost what it costs in production; of two options of a kind Java takes the last. */
    private static List<String> more() {
        String options =
                System.getenv().getOrDefault("TANDEM_CASSANDRA_JVM_OPTIONS", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    private static String cassandraClassPath() {
        try (InputStream written = ChildCommand.class.getResourceAsStream("child.classpath")) {
            if (written == null) {
                throw new CassandraNotStarted(
                        "The list of Cassandra's jars is missing: build the module dev-cassandra first (./mvnw package).",
                        null);
            }
            return new String(written.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jamm(String classPath) {
        for (String jar : classPath.split(File.pathSeparator)) {
            if (Path.of(jar).getFileName().toString().startsWith("jamm-")) {
                if (!Files.exists(Path.of(jar))) {
                    throw new CassandraNotStarted(
                            "Cassandra's jars are gone from the local Maven repository (" + jar
                                    + "): build again with ./mvnw package.",
                            null);
                }
                return jar;
            }
        }
        throw new CassandraNotStarted("Cassandra's class path lacks jamm, its memory meter.", null);
    }

    private static Path ours() {
        try {
            return Path.of(ChildCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
