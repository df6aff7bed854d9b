package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>(Map.of("TOKEN", "abc$1", "LINES", "a\nb"));
    private final Secrets secrets = new Secrets(environment::get);

    @Test
    void references_are_filled_in_wherever_they_stand() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "k-42\n");

        assertThat(secrets.resolve("Bearer ${env:TOKEN}")).isEqualTo("Bearer abc$1");
        assertThat(secrets.resolve("${env:TOKEN}:${file:" + file + "}")).isEqualTo("abc$1:k-42");
        assertThat(secrets.resolve("costs 5$ {net}")).isEqualTo("costs 5$ {net}");
    }

    @Test
    void a_value_is_looked_up_each_time_so_that_it_can_be_rotated() throws Exception {
        assertThat(secrets.resolve("${env:TOKEN}")).isEqualTo("abc$1");

        environment.put("TOKEN", "next");

        assertThat(secrets.resolve("${env:TOKEN}")).isEqualTo("next");
    }

    @Test
    void a_reference_without_a_value_is_named() throws Exception {
        Path large = Files.writeString(directory.resolve("large"), "x".repeat(Secrets.MAX_FILE_BYTES + 1));
        Path latin = Files.write(directory.resolve("latin"), new byte[] {(byte) 0xE9});

        assertThat(secrets.fault("${env:NOT_SET}")).contains("the environment variable of ${env:NOT_SET} is not set");
        assertThat(secrets.fault("${file:/not/there}")).contains("the file of ${file:/not/there} does not exist");
        assertThat(secrets.fault("${file:" + large + "}").orElseThrow()).endsWith("has more than 65536 bytes");
        assertThat(secrets.fault("${file:" + latin + "}").orElseThrow()).endsWith("cannot be read as UTF-8 text");
        assertThat(secrets.fault("${file:" + directory + "}").orElseThrow()).endsWith("does not exist");
        assertThat(secrets.fault("${file:relative}").orElseThrow()).contains("is no reference");
        assertThat(secrets.fault("${TOKEN}").orElseThrow()).contains("is no reference");
        assertThat(secrets.fault("${env:TOKEN").orElseThrow()).contains("no closing brace");
        assertThat(secrets.fault("${env:TOKEN}")).isEmpty();
    }

    @Test
    void a_value_that_could_write_a_header_of_its_own_is_refused_and_not_shown() {
        assertThatThrownBy(() -> secrets.resolve("${env:LINES}"))
                .isInstanceOf(Secrets.Unresolved.class)
                .hasMessage("the value of ${env:LINES} has more than one line or control characters");
    }
}
