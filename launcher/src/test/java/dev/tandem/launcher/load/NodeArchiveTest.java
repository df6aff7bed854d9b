package dev.tandem.launcher.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeArchiveTest {
    @TempDir
    private Path home;

    @Test
    void an_archive_is_of_this_build_while_no_jar_of_the_node_is_newer() throws Exception {
        NodeArchive archive = new NodeArchive(home);
        file("tandem-cluster-node-1.jar", 1_000);
        file("lib/netty.jar", 1_000);
        assertThat(archive.isOfThisBuild()).as("there is none").isFalse();
        file("node.aot", 2_000);
        assertThat(archive.isOfThisBuild()).isTrue();
        file("build.log", 3_000);
        assertThat(archive.isOfThisBuild()).as("no jar is newer").isTrue();
        file("lib/tandem-protocol-1.jar", 3_000);
        assertThat(archive.isOfThisBuild()).as("a jar is newer").isFalse();
    }

    private void file(String name, long millis) throws Exception {
        Path file = home.resolve("cluster-node/target").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }
}
