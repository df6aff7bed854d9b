package dev.tandem.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantFilesTest {

    @TempDir
    Path directory;

    @Test
    void a_full_file_becomes_a_tenant() {
        Tenant acme = only(Given.acme());

        assertThat(acme.id()).isEqualTo("acme");
        assertThat(acme.name()).isEqualTo("Acme Store");
        assertThat(acme.numbers()).containsExactly("+18005550100");
        assertThat(acme.concurrentCalls()).isEqualTo(10);
        assertThat(acme.agentVersion()).matches("[0-9a-f]{12}");
        assertThat(acme.agent().instructions()).isEqualTo("You answer for Acme Store.\nBe brief.\n");
        assertThat(acme.agent().greeting()).isEqualTo("Hello, this is Acme Store.");
        assertThat(acme.agent().language()).isEqualTo("en");
        assertThat(acme.agent().turnDetection()).isEqualTo(new TurnDetection.ServerVad(true, 8000));
        assertThat(acme.agent().maxDuration()).isEqualTo(Duration.ofMinutes(30));
        assertThat(acme.agent().silence()).isEqualTo(Duration.ofSeconds(60));
        assertThat(acme.agent().tools()).hasSize(3);
        Tool.Http lookup = (Tool.Http) acme.agent().tools().getFirst();
        assertThat(lookup.name()).isEqualTo("lookup_order");
        assertThat(lookup.effect()).isEqualTo(Tool.Effect.READ);
        assertThat(lookup.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(lookup.parameters().at("/properties/order_id/type").asText()).isEqualTo("string");
        assertThat(acme.agent().tools().get(1)).isInstanceOf(Tool.EndCall.class);
        assertThat(((Tool.TransferCall) acme.agent().tools().get(2)).targets())
                .isEqualTo(Map.of("billing", "tel:+18005550199"));
    }

    @Test
    void what_a_file_leaves_out_has_a_default() {
        Tenant minimal = only(Given.resource("minimal.yaml"));

        assertThat(minimal.numbers()).containsExactly("+442079460958");
        assertThat(minimal.concurrentCalls()).isEqualTo(7);
        assertThat(minimal.agent().greeting()).isEmpty();
        assertThat(minimal.agent().language()).isNull();
        assertThat(minimal.agent().turnDetection()).isNull();
        assertThat(minimal.agent().transcription()).isEqualTo("gpt-4o-mini-transcribe");
        assertThat(minimal.agent().maxDuration()).isEqualTo(Duration.ofMinutes(30));
        assertThat(minimal.agent().silence()).isEqualTo(Duration.ofSeconds(60));
        assertThat(minimal.agent().tools()).isEmpty();
    }

    @Test
    void a_reference_to_a_secret_is_kept_and_its_value_is_not() {
        Tenant acme = only(Given.acme());

        Tool.Http lookup = (Tool.Http) acme.agent().tools().getFirst();
        assertThat(lookup.headers()).containsExactly(Map.entry("X-Demo", "${env:DEMO_TOKEN}"));
        assertThat(acme.toString()).doesNotContain("s3cret-value");
    }

    @Test
    void plain_http_is_taken_for_a_host_on_the_development_list() {
        Tenant acme = only(Given.acme().replace("https://tools.example.com/", "http://127.0.0.1:9200/tools/"));

        assertThat(((Tool.Http) acme.agent().tools().getFirst()).url())
                .isEqualTo("http://127.0.0.1:9200/tools/lookup_order");
    }

    @Test
    void the_agent_version_depends_on_what_is_said_and_not_on_how_the_file_is_laid_out() {
        String laidOutAnew = Given.acme()
                .replace("  voice: marin\n", "")
                .replace("  model: gpt-realtime\n", "  voice: \"marin\" # warm\n  model: 'gpt-realtime'\n")
                .replace("name: Acme Store", "name: Other name of the tenant")
                .replace("30m", "1800s")
                .replace("        type: object\n", "")
                .replace("        required: [order_id]\n", "        required: [order_id]\n        type: object\n");

        assertThat(only(laidOutAnew).agentVersion())
                .isEqualTo(only(Given.acme()).agentVersion());
        assertThat(only(Given.acme().replace("Be brief", "Be very brief")).agentVersion())
                .isNotEqualTo(only(Given.acme()).agentVersion());
    }

    @Test
    void yml_files_count_and_hidden_and_other_files_do_not() throws IOException {
        Given.file(directory, "acme.yml", Given.acme());
        Given.file(directory, "minimal.yaml", Given.resource("minimal.yaml"));
        Given.file(directory, ".hidden.yaml", "not: a tenant");
        Given.file(directory, "README.md", "not a tenant");
        Files.createDirectory(directory.resolve("folder.yaml"));

        assertThat(TenantFiles.read(directory, Given.DEFAULTS))
                .isInstanceOfSatisfying(
                        TenantFiles.Loaded.class,
                        loaded -> assertThat(loaded.tenants())
                                .extracting(Tenant::id)
                                .containsExactly("acme", "minimal"));
    }

    @Test
    void a_byte_order_mark_and_windows_line_ends_do_no_harm() {
        assertThat(only("\uFEFF" + Given.acme().replace("\n", "\r\n")).agentVersion())
                .isEqualTo(only(Given.acme()).agentVersion());
    }

    @Test
    void an_empty_directory_is_a_fault() {
        assertThat(Given.faults(directory))
                .containsExactly(
                        new Fault(directory.toString(), 0, 0, "", "holds no tenant; add a file such as acme.yaml"));
    }

    @Test
    void a_directory_that_is_not_there_is_a_fault() {
        assertThat(Given.faults(directory.resolve("nowhere")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).startsWith("is no directory that can be read"));
    }

    @Test
    void a_file_that_is_too_large_or_no_text_is_a_fault() throws IOException {
        Given.file(directory, "large.yaml", "#".repeat(TenantFiles.MAX_FILE_BYTES + 1));
        Files.write(directory.resolve("latin.yaml"), "name: Caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Given.faults(directory))
                .extracting(Fault::toString)
                .containsExactly(
                        "large.yaml: has more than 1000000 bytes", "latin.yaml: is no UTF-8 text; save it as UTF-8");
    }

    @Test
    void guarantees_that_do_not_fit_into_all_calls_are_a_fault_that_names_tenants_and_figures() {
        Given.file(directory, "a.yaml", guaranteed("a", "+18005550101", 20));
        Given.file(directory, "b.yaml", guaranteed("b", "+18005550102", 30));
        assertThat(TenantFiles.read(directory, Given.DEFAULTS))
                .isInstanceOfSatisfying(
                        TenantFiles.Loaded.class,
                        loaded -> assertThat(loaded.tenants())
                                .extracting(Tenant::guaranteedCalls)
                                .containsExactly(20, 30));

        Given.file(directory, "c.yaml", guaranteed("c", "+18005550103", 1));
        assertThat(Given.faults(directory))
                .containsExactly(new Fault(
                        directory.toString(),
                        0,
                        0,
                        "",
                        "guarantees 51 calls to its tenants (guaranteed_calls: b 30, a 20, c 1), but there are only 50 in"
                                + " all; raise MAX_CONCURRENT_CALLS or guarantee less"));
    }

    private static String guaranteed(String tenant, String number, int calls) {
        return Given.acme()
                .replace("tenant: acme", "tenant: " + tenant)
                .replace("+18005550100", number)
                .replace("concurrent_calls: 10", "concurrent_calls: 40, guaranteed_calls: " + calls);
    }

    @Test
    void the_same_id_or_number_in_two_files_is_a_fault_that_names_both() {
        Given.file(directory, "a.yaml", Given.acme());
        Given.file(directory, "b.yaml", Given.acme().replace("+18005550100", "+1 (800) 555-0100"));

        assertThat(Given.faults(directory))
                .containsExactly(
                        new Fault(
                                "b.yaml",
                                1,
                                9,
                                "tenant",
                                "claims the tenant id acme, which a.yaml has already in line 1"),
                        new Fault(
                                "b.yaml",
                                3,
                                11,
                                "numbers[0]",
                                "claims the number +18005550100, which a.yaml has already in line 3"));
    }

    @Test
    void a_claim_is_found_also_when_its_file_has_other_faults() {
        Given.file(directory, "a.yaml", Given.acme().replace("marin", "\"\""));
        Given.file(directory, "b.yaml", Given.acme().replace("tenant: acme", "tenant: b"));

        assertThat(Given.faults(directory))
                .extracting(Fault::file, Fault::field)
                .containsExactly(tuple("a.yaml", "agent.voice"), tuple("b.yaml", "numbers[0]"));
    }

    @Test
    void all_faults_of_all_files_are_told_in_the_order_of_their_lines() {
        Given.file(directory, "a.yaml", Given.acme().replace("marin", "[]").replace("acme\n", "Acme\n"));
        Given.file(directory, "b.yaml", "tenant: [");
        Given.file(directory, "c.yaml", Given.resource("minimal.yaml").replace("model:", "modle:"));

        assertThat(Given.faults(directory))
                .extracting(Fault::file, Fault::line, Fault::field)
                .containsExactly(
                        tuple("a.yaml", 1, "tenant"),
                        tuple("a.yaml", 8, "agent.voice"),
                        tuple("b.yaml", 1, ""),
                        tuple("c.yaml", 5, "agent.model"),
                        tuple("c.yaml", 6, "agent.modle"));
    }

    private Tenant only(String text) {
        Given.file(directory, "tenant.yaml", text);
        TenantFiles.Result result = TenantFiles.read(directory, Given.DEFAULTS);
        assertThat(result).isInstanceOf(TenantFiles.Loaded.class);
        List<Tenant> tenants = ((TenantFiles.Loaded) result).tenants();
        assertThat(tenants).hasSize(1);
        return tenants.getFirst();
    }
}
