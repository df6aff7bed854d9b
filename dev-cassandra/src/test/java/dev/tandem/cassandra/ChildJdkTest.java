package dev.tandem.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJdkTest {
    @TempDir
    Path home;

    @Test
    void a_jdk_is_known_by_its_release_file() throws Exception {
        jdk("JAVA_VERSION=\"17.0.15\"\nIMPLEMENTOR=\"Debian\"\n");
        assertThat(ChildJdk.at(home)).contains(new ChildJdk(home, 17));
    }

    @Test
    void early_access_versions_are_read_too() throws Exception {
        jdk("JAVA_VERSION=\"26-ea\"\n");
        assertThat(ChildJdk.at(home)).contains(new ChildJdk(home, 26));
    }

    @Test
    void a_folder_without_java_is_no_jdk() throws Exception {
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17\"\n");
        assertThat(ChildJdk.at(home)).isEmpty();
        assertThat(ChildJdk.at(home.resolve("absent"))).isEmpty();
    }

    @Test
    void an_unreadable_version_is_no_jdk() throws Exception {
        jdk("JAVA_VERSION=\"seventeen\"\n");
        assertThat(ChildJdk.at(home)).isEmpty();
    }

    private void jdk(String release) throws Exception {
        Files.writeString(home.resolve("release"), release);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }
}
