package dev.tandem.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.tandem.agent.Secrets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The secrets of the configuration, each of which may be the text itself, a reference in it ({@code ${file:...}},
 * {@code ${env:...}}), or a file that the key with {@code -file} at its end names.
 */
public final class ConfiguredSecrets {

    /** Every key that holds a secret; each has a sibling for a file. */
    public static final List<String> KEYS = List.of(
            "tandem.node.admin-token",
            "tandem.node.tls.password",
            "tandem.openai.api-key",
            WebhookSecrets.KEY,
            "tandem.summary.api-key",
            "tandem.cassandra.username",
            "tandem.cassandra.password",
            "tandem.cassandra.tls.password");

    private static final Secrets SECRETS = Secrets.ofProcess();

    private ConfiguredSecrets() {}

    /** The configuration with every secret in its place, for those who read keys; files are not named any more. */
    public static Config filledIn(Config config) throws NodeSettings.Wrong {
        Config filled = config;
        for (String key : KEYS) {
            filled = filled.withValue(key, ConfigValueFactory.fromAnyRef(value(config, key), "a secret"))
                    .withValue(fileOf(key), ConfigValueFactory.fromAnyRef(""));
        }
        return filled;
    }

    /** One secret as it is now; empty where none is configured. What is wrong names the key and the file, never a value. */
    public static String value(Config config, String key) throws NodeSettings.Wrong {
        String file = config.getString(fileOf(key)).strip();
        if (file.isEmpty()) {
            return resolved(key, config.getString(key), "cannot be used: ");
        }
        try {
            return resolved(fileOf(key), "${file:" + Path.of(file).toAbsolutePath() + "}", "names " + file + ": ");
        } catch (InvalidPathException no) {
            throw new NodeSettings.Wrong(fileOf(key), "names " + file + ", which is no path.");
        }
    }

    private static String resolved(String key, String text, String what) throws NodeSettings.Wrong {
        try {
            return SECRETS.resolve(text);
        } catch (Secrets.Unresolved unusable) {
            throw new NodeSettings.Wrong(key, what + unusable.getMessage() + ".");
        }
    }

    static String fileOf(String key) {
        return key + "-file";
    }
}
