package dev.tandem.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row per kind of fault: what is changed in acme.yaml, and the line, field and words that must be told. */
class TenantFaultsTest {

    @TempDir
    Path directory;

    static Stream<Arguments> faults() {
        return Stream.of(
                // the document
                arguments("tenant: acme", "tenant: acme\n\tbad: x", 2, "", "is no valid YAML"),
                arguments("name: Acme Store", "name: Acme: Store", 2, "", "mapping values are not allowed here"),
                arguments("name: Acme Store", "name: Acme\u0007Store", 2, "", "control character U+0007"),
                arguments("name: Acme Store", "name: Acme\n---\nname: other", 3, "", "single document"),
                arguments("name: Acme Store", "name: *nowhere", 2, "", "undefined alias nowhere"),
                arguments("name: Acme Store", "<<: {name: Acme}", 2, "", "must not use a merge key"),
                arguments("name: Acme Store", "name: A\nname: B", 3, "name", "is given twice; the first is in line 2"),
                arguments("name: Acme Store", "[a]: b\nname: Acme", 2, "", "has a key that is no text"),
                arguments("name: Acme Store", "name: Acme\nnumber: 1", 3, "number", "did you mean numbers?"),
                arguments("name: Acme Store", "name: Acme\ncolour: red", 3, "colour", "here may stand tenant, name,"),
                // the tenant
                arguments("tenant: acme", "tenant: Acme", 1, "tenant", "must be an id of 1 to 63 small letters"),
                arguments("tenant: acme", "tenant: 42", 1, "tenant", "must be text; put it in quotes"),
                arguments("tenant: acme\n", "", 1, "tenant", "is missing: the tenant's id"),
                arguments("name: Acme Store", "name:", 2, "name", "is empty"),
                arguments("name: Acme Store", "name: '  '", 2, "name", "must not be blank"),
                arguments("name: Acme Store", "name: [Acme]", 2, "name", "must be text"),
                arguments("name: Acme Store", "name: " + "a".repeat(201), 2, "name", "at most 200 characters, not 201"),
                arguments("name: Acme Store", "name: !!binary QUJD", 2, "name", "must be text"),
                arguments("[\"+18005550100\"]", "[]", 3, "numbers", "must name at least one number"),
                arguments("[\"+18005550100\"]", "\"+18005550100\"", 3, "numbers", "must be a list"),
                arguments("+18005550100", "18005550100", 3, "numbers[0]", "with its country code"),
                arguments("+18005550100", "+1800555", 3, "numbers[0]", "must be a phone number"),
                arguments("\"+18005550100\"", "{a: b}", 3, "numbers[0]", "must be a phone number"),
                arguments(
                        "[\"+18005550100\"]",
                        "[+18005550100, \"+1 800 555 0100\"]",
                        3,
                        "numbers[1]",
                        "claims the number"),
                arguments(
                        "concurrent_calls: 10",
                        "concurrent_calls: 0",
                        4,
                        "limits.concurrent_calls",
                        "from 1 to 100000"),
                arguments("concurrent_calls: 10", "concurrent_calls: ten", 4, "limits.concurrent_calls", "not \"ten\""),
                arguments("concurrent_calls: 10", "concurent_calls: 10", 4, "limits.concurent_calls", "did you mean"),
                arguments(
                        "concurrent_calls: 10",
                        "concurrent_calls: 10, guaranteed_calls: 11",
                        4,
                        "limits.guaranteed_calls",
                        "must not be more than the 10 calls"),
                arguments(
                        "concurrent_calls: 10",
                        "guaranteed_calls: -1",
                        4,
                        "limits.guaranteed_calls",
                        "whole number from 0 to 100000"),
                arguments("{ concurrent_calls: 10 }", "10", 4, "limits", "must be a group of fields"),
                // the agent
                arguments("  model: gpt-realtime\n", "", 6, "agent.model", "is missing: the speech model"),
                arguments("  voice: marin\n", "", 6, "agent.voice", "is missing: the model's voice"),
                arguments("voice: marin", "voice: yes", 8, "agent.voice", "must be text; put it in quotes"),
                arguments("language: en", "language: english", 9, "agent.language", "ISO 639-1"),
                arguments("language: en", "language: no", 9, "agent.language", "put it in quotes"),
                arguments("server_vad", "vad", 14, "agent.turn_detection.type", "must be server_vad or semantic_vad"),
                arguments("8000", "100", 14, "agent.turn_detection.idle_timeout_ms", "from 5000 to 30000"),
                arguments(
                        "interrupt_response: true",
                        "interrupt_response: on",
                        14,
                        "agent.turn_detection.interrupt_response",
                        "must be true or false"),
                arguments(
                        "idle_timeout_ms: 8000",
                        "threshold: 0.5",
                        14,
                        "agent.turn_detection.threshold",
                        "the provider refuses it when it accepts a call that came by SIP"),
                arguments(
                        "idle_timeout_ms: 8000",
                        "prefix_padding_ms: 300",
                        14,
                        "agent.turn_detection.prefix_padding_ms",
                        "came by SIP"),
                arguments(
                        "idle_timeout_ms: 8000",
                        "silence_duration_ms: 300",
                        14,
                        "agent.turn_detection.silence_duration_ms",
                        "came by SIP"),
                arguments("server_vad", "semantic_vad", 14, "agent.turn_detection.idle_timeout_ms", "is unknown"),
                arguments(
                        "server_vad, interrupt_response: true, idle_timeout_ms: 8000",
                        "semantic_vad, eagerness: wild",
                        14,
                        "agent.turn_detection.eagerness",
                        "must be low, medium, high or auto, not \"wild\""),
                arguments("{ model: gpt-4o-mini-transcribe }", "{}", 15, "agent.transcription.model", "is missing"),
                arguments("30m", "61m", 16, "agent.max_duration", "must be from 10s to 60m, not \"61m\""),
                arguments("30m", "30", 16, "agent.max_duration", "must be a time such as 500ms, 30s, 5m or 1h"),
                arguments("30m", "9s", 16, "agent.max_duration", "must be from 10s to 60m"),
                arguments("60s", "1 minute", 17, "agent.silence_timeout", "must be a time such as"),
                // its tools
                arguments("lookup_order\n", "lookup order\n", 19, "agent.tools[0].name", "must be 1 to 64 letters"),
                arguments(
                        "name: lookup_order",
                        "name: end_call",
                        31,
                        "agent.tools[1].builtin",
                        "a second tool \"end_call\""),
                arguments(
                        "    - builtin: end_call", "    - end_call", 31, "agent.tools[1]", "must be a group of fields"),
                arguments(
                        "builtin: end_call",
                        "builtin: hang_up",
                        31,
                        "agent.tools[1].builtin",
                        "end_call or transfer_call"),
                arguments(
                        "      effect: read\n", "", 19, "agent.tools[0].effect", "is missing: read (changes nothing)"),
                arguments("effect: read", "effect: write", 21, "agent.tools[0].effect", "read, idempotent or once"),
                arguments(
                        "method: POST",
                        "method: HEAD",
                        23,
                        "agent.tools[0].http.method",
                        "DELETE, GET, PATCH, POST or PUT"),
                arguments("https:", "http:", 24, "agent.tools[0].http.url", "must begin with https://"),
                arguments("https:", "ftp:", 24, "agent.tools[0].http.url", "must begin with https://"),
                arguments("tools.example.com", "10.0.0.1", 24, "agent.tools[0].http.url", "not on the public internet"),
                arguments("tools.example.com", "[::1]", 24, "agent.tools[0].http.url", "not on the public internet"),
                arguments(
                        "tools.example.com",
                        "me:pw@example.com",
                        24,
                        "agent.tools[0].http.url",
                        "user name or password"),
                arguments("https://tools.example.com", "tools", 24, "agent.tools[0].http.url", "names no host"),
                arguments("lookup_order\"", "lookup order\"", 24, "agent.tools[0].http.url", "is no URL"),
                arguments(
                        "timeout: 5s", "timeout: 31s", 25, "agent.tools[0].http.timeout", "must be from 100ms to 30s"),
                arguments(
                        "X-Demo:", "X Demo:", 26, "agent.tools[0].http.headers.X Demo", "is no name of an HTTP header"),
                arguments("X-Demo:", "Host:", 26, "agent.tools[0].http.headers.Host", "is written by Tandem"),
                arguments("X-Demo:", "x-demo: b, X-Demo:", 26, "agent.tools[0].http.headers.X-Demo", "is given twice"),
                arguments(
                        "DEMO_TOKEN",
                        "NO_TOKEN",
                        26,
                        "agent.tools[0].http.headers.X-Demo",
                        "${env:NO_TOKEN} is not set"),
                arguments("env:DEMO", "vault:DEMO", 26, "agent.tools[0].http.headers.X-Demo", "write ${env:NAME}"),
                arguments(
                        "env:DEMO_TOKEN", "file:/nowhere", 26, "agent.tools[0].http.headers.X-Demo", "does not exist"),
                arguments("DEMO_TOKEN}", "DEMO_TOKEN", 26, "agent.tools[0].http.headers.X-Demo", "no closing brace"),
                arguments("type: object\n", "type: list\n", 28, "agent.tools[0].parameters", "type: object"),
                arguments(
                        "{ type: string }",
                        "{ type: text }",
                        29,
                        "agent.tools[0].parameters.properties.order_id.type",
                        "is no valid JSON Schema"),
                arguments(
                        "{ type: string }",
                        "{ $ref: \"https://example.com/x\" }",
                        29,
                        "agent.tools[0].parameters.properties.order_id",
                        "$ref must stay inside this schema"),
                arguments("required: [", "requird: [", 28, "agent.tools[0].parameters", "requird"),
                arguments(
                        "{ type: string }",
                        "{ type: string, nullable: true }",
                        28,
                        "agent.tools[0].parameters",
                        "nullable"),
                arguments("{ type: string }", "{ pattern: \"(\" }", 28, "agent.tools[0].parameters", "cannot be used"),
                arguments("{ type: string }", "{ $ref: \"#/no\" }", 28, "agent.tools[0].parameters", "cannot be used"),
                arguments(
                        "[order_id]", "order_id", 30, "agent.tools[0].parameters.required", "is no valid JSON Schema"),
                arguments(
                        "[order_id]", "[order_id, yes]", 30, "agent.tools[0].parameters.required[1]", "true or false"),
                arguments("[order_id]", "&a [*a]", 28, "agent.tools[0].parameters", "is too large"),
                arguments(
                        "{ billing: \"tel:+1 800-555-0199\" }",
                        "{}",
                        33,
                        "agent.tools[2].targets",
                        "from 1 to 50 targets"),
                arguments("tel:+1", "tel:1", 33, "agent.tools[2].targets.billing", "must be an address such as"),
                arguments(
                        "tel:+1 800", "sip:a b@x", 33, "agent.tools[2].targets.billing", "must be an address such as"),
                arguments("billing", "b l", 33, "agent.tools[2].targets.b l", "is the name of a target"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("faults")
    void is_told_with_line_field_and_what_would_be_right(
            String find, String replace, int line, String field, String words) {
        assertThat(Given.acme()).contains(find);
        Given.file(directory, "acme.yaml", Given.acme().replace(find, replace));

        assertThat(Given.faults(directory)).anySatisfy(fault -> {
            assertThat(fault.file()).isEqualTo("acme.yaml");
            assertThat(fault.field()).isEqualTo(field);
            assertThat(fault.line()).isEqualTo(line);
            assertThat(fault.column()).isPositive();
            assertThat(fault.message()).contains(words);
        });
    }

    @Test
    void a_fault_never_shows_the_value_of_a_header() {
        Given.file(directory, "acme.yaml", Given.acme().replace("${env:DEMO_TOKEN}", "sk-live-1234${sk-live-1234"));

        assertThat(Given.faults(directory)).isNotEmpty();
        assertThat(Given.faults(directory).toString())
                .doesNotContain("sk-live-1234")
                .doesNotContain("s3cret-value");
    }

    @Test
    void aliases_that_multiply_are_refused_before_they_fill_the_memory() {
        StringBuilder bomb = new StringBuilder("x0: &x0 [a,a,a,a,a,a,a,a,a,a]\n");
        for (int i = 1; i <= 4; i++) {
            String alias = "*x" + (i - 1);
            bomb.append("x%d: &x%d [%s]\n"
                    .formatted(
                            i,
                            i,
                            String.join(
                                    ",",
                                    List.of(alias, alias, alias, alias, alias, alias, alias, alias, alias, alias))));
        }
        Given.file(directory, "acme.yaml", bomb + Given.acme().replace("[order_id]", "*x4"));

        assertThat(Given.faults(directory))
                .anySatisfy(fault -> assertThat(fault.message()).contains("too large"));
    }

    @Test
    void a_file_of_nothing_but_faults_is_not_listed_without_end() {
        Given.file(directory, "acme.yaml", "x: y\n".repeat(5_000).replace("x", "k"));

        assertThat(Given.faults(directory)).hasSizeLessThanOrEqualTo(501);
    }
}
