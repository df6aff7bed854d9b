package dev.tandem.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.DevelopmentHosts;
import dev.tandem.agent.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantsDocumentTest {

    @TempDir
    Path directory;

    @Test
    void the_file_shown_in_the_document_is_a_tenant() throws Exception {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "tenants.md")));
        assertThat(example.find()).isTrue();
        Given.file(directory, "acme.yaml", example.group(1));

        TenantFiles.Result result = TenantFiles.read(
                directory,
                new TenantDefaults(1, 50, DevelopmentHosts.none(), new Secrets(Map.of("ACME_TOOL_TOKEN", "t")::get)));

        assertThat(result).isInstanceOf(TenantFiles.Loaded.class);
    }
}
