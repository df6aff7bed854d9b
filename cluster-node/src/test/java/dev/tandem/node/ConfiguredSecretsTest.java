package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret is given as text, as a reference, or as a file. */
class ConfiguredSecretsTest {

    private static final String TOKEN = "tandem.node.admin-token";

    @TempDir
    Path folder;

    private static Config config(Map<String, String> given) {
        return ConfigFactory.parseMap(given).withFallback(ConfigFactory.defaultReference());
    }

    @Test
    void each_of_the_three_ways_gives_the_same() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "a-token-of-some-length\n");
        for (Map<String, String> way : List.of(
                Map.of(TOKEN, "a-token-of-some-length"),
                Map.of(TOKEN, "${file:" + file + "}"),
                Map.of(TOKEN + "-file", file.toString(), TOKEN, "what the file wins over"))) {
            Config filled = ConfiguredSecrets.filledIn(config(way));
            assertThat(filled.getString(TOKEN)).isEqualTo("a-token-of-some-length");
            assertThat(filled.getString(TOKEN + "-file")).isEmpty();
            assertThat(ConfiguredSecrets.filledIn(filled)).as("a second time").isEqualTo(filled);
        }
    }

    @Test
    void every_key_has_its_file_in_the_defaults_and_is_empty_there() throws Exception {
        Config defaults = ConfigFactory.defaultReference();
        for (String key : ConfiguredSecrets.KEYS) {
            assertThat(ConfiguredSecrets.value(defaults, key)).as(key).isEmpty();
        }
    }

    @Test
    void what_cannot_be_read_names_the_key_and_the_file() throws Exception {
        assertThatThrownBy(() -> ConfiguredSecrets.value(config(Map.of(TOKEN + "-file", "/not/there")), TOKEN))
                .isInstanceOf(NodeSettings.Wrong.class)
                .hasMessage(
                        "tandem.node.admin-token-file names /not/there: the file of ${file:/not/there} does not exist.");
        assertThatThrownBy(() -> ConfiguredSecrets.value(config(Map.of(TOKEN, "${env:NOT_SET_ANYWHERE}")), TOKEN))
                .hasMessage(
                        "tandem.node.admin-token cannot be used: the environment variable of ${env:NOT_SET_ANYWHERE} is not set.");
        Path two = Files.writeString(folder.resolve("two"), "first\nsecond\n");
        assertThatThrownBy(() -> ConfiguredSecrets.value(config(Map.of(TOKEN + "-file", two.toString())), TOKEN))
                .hasMessageContaining("more than one line")
                .hasMessageNotContaining("second");
    }

    @Test
    void storage_and_summaries_find_theirs_in_the_configuration_of_the_actor_system() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "sk-from-a-file");
        Path password = Files.writeString(folder.resolve("password"), "from-a-file");
        Config system = ClusterSettings.of(config(Map.of(
                "tandem.summary.api-key-file", key.toString(),
                "tandem.cassandra.username", "tandem",
                "tandem.cassandra.password-file", password.toString())));
        assertThat(system.getString("tandem.summary.api-key")).isEqualTo("sk-from-a-file");
        assertThat(system.getString("tandem.cassandra.password")).isEqualTo("from-a-file");
    }
}
