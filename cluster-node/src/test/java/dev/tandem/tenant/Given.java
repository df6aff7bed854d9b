package dev.tandem.tenant;

import dev.tandem.agent.DevelopmentHosts;
import dev.tandem.agent.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the tests of this package begin with. */
final class Given {

    static final TenantDefaults DEFAULTS = new TenantDefaults(
            7,
            50,
            new DevelopmentHosts(Set.of("127.0.0.1:9200")),
            new Secrets(Map.of("DEMO_TOKEN", "s3cret-value")::get));

    private Given() {}

    static String acme() {
        return resource("acme.yaml");
    }

    static String resource(String name) {
        try (InputStream in = Given.class.getResourceAsStream("/tenants/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void file(Path directory, String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Fault> faults(Path directory) {
        return switch (TenantFiles.read(directory, DEFAULTS)) {
            case TenantFiles.Loaded loaded -> List.of();
            case TenantFiles.Invalid invalid -> invalid.faults();
        };
    }
}
