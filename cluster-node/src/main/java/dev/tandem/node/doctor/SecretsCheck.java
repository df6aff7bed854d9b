package dev.tandem.node.doctor;

import com.typesafe.config.Config;
import dev.tandem.node.ConfiguredSecrets;
import dev.tandem.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the secrets are there and can be read, and whether others can read them too; their values are never shown. */
record SecretsCheck(Config config) implements Check {

    private static final String SUBJECT = "Secrets";

    /** Without these no node starts; the others are needed only where something asks for them. */
    private static final Map<String, String> REQUIRED = new LinkedHashMap<>();

    static {
        REQUIRED.put("tandem.openai.api-key", "OPENAI_API_KEY");
        REQUIRED.put("tandem.openai.webhook-secret", "OPENAI_WEBHOOK_SECRET");
        REQUIRED.put("tandem.node.admin-token", "TANDEM_ADMIN_TOKEN");
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        for (String key : ConfiguredSecrets.KEYS) {
            look(key, findings);
        }
        return findings;
    }

    private void look(String key, List<Finding> findings) {
        String file = config.getString(key + "-file");
        String value;
        try {
            value = ConfiguredSecrets.value(config, key);
        } catch (NodeSettings.Wrong unreadable) {
            findings.add(Finding.fail(SUBJECT, unreadable.getMessage()));
            return;
        }
        if (value.isBlank()) {
            if (!file.isBlank()) {
                findings.add(Finding.fail(SUBJECT, key + "-file names " + file + ", which is empty."));
            } else if (REQUIRED.containsKey(key)) {
                String variable = REQUIRED.get(key);
                findings.add(Finding.fail(
                        SUBJECT, key + " is missing: set " + variable + ", or " + variable + "_FILE to a file."));
            }
            return;
        }
        if (!file.isBlank() && isOpenToOthers(Path.of(file))) {
            findings.add(Finding.warn(
                    SUBJECT, key + ": everybody on this machine can read " + file + "; chmod o-r would stop that."));
        } else if (REQUIRED.containsKey(key) || !file.isBlank()) {
            findings.add(Finding.ok(SUBJECT, key + (file.isBlank() ? " is set" : " is read from " + file)));
        }
    }

    private static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
