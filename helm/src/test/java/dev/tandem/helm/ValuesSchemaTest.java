package dev.tandem.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Helm refuses values that the chart does not know, at every level. */
class ValuesSchemaTest {

    private static final JsonNode VALUES = Chart.read(Chart.OURS.folder().resolve("values.yaml"));

    /** Free by nature: their keys are names of the user's. */
    private static final List<String> BY_THE_USER = List.of(
            "/tenants/files",
            "/service/public/annotations",
            "/service/operator/annotations",
            "/ingress/public/annotations",
            "/ingress/operator/annotations",
            "/serviceAccount/annotations",
            "/monitoring/serviceMonitor/labels",
            "/monitoring/prometheusRule/labels",
            "/monitoring/dashboards/annotations",
            "/nodeSelector",
            "/podAnnotations",
            "/podLabels");

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> an_unknown_value_is_refused_wherever_it_stands() {
        return objects("", VALUES).stream()
                .filter(pointer -> !BY_THE_USER.contains(pointer))
                .map(pointer -> DynamicTest.dynamicTest("in " + (pointer.isEmpty() ? "the root" : pointer), () -> {
                    ObjectNode values = valid();
                    ((ObjectNode) values.at(pointer)).put("replcias", 3);
                    assertThatThrownBy(() -> render(values)).hasMessageContaining("replcias");
                }));
    }

    @ParameterizedTest
    @CsvSource({
        "/replicas, 0",
        "/replicas, '\"three\"'",
        "/ports/public, 70000",
        "/cluster/discovery, '\"consul\"'",
        "/cassandra/contactPoints, '[\"cassandra\"]'",
        "/cassandra/schemaJob/replicationFactor, 0",
        "/image/digest, '\"sha256:abc\"'",
        "/secrets/existingSecret, '\"Not A Name\"'",
        "/log/format, '\"xml\"'",
        "/tenants/files, '{\"acme.json\": \"{}\"}'",
        "/extraEnv, '[{\"name\": \"lower\", \"value\": \"x\"}]'",
        "/extraEnv, '[{\"name\": \"UPPER\"}]'",
        "/shutdown/gracePeriodSeconds, 30",
        "/resources/limits/memory, '\"much\"'",
        "/networkPolicy/publicFrom, '[{}]'"
    })
    void a_value_that_cannot_be_is_refused(String pointer, String json) throws Exception {
        ObjectNode values = valid();
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) values.at(pointer.substring(0, slash)))
                .set(pointer.substring(slash + 1), new ObjectMapper().readTree(json));
        assertThatThrownBy(() -> render(values))
                .hasMessageContaining("schema")
                .hasMessageContaining(pointer.substring(slash + 1));
    }

    @Test
    void the_values_these_tests_start_from_are_taken() {
        assertThat(render(valid())).contains("kind: StatefulSet");
    }

    @Test
    void no_object_of_the_schema_is_open() throws Exception {
        JsonNode schema =
                new ObjectMapper().readTree(Files.readString(Chart.OURS.folder().resolve("values.schema.json")));
        List<String> open = new ArrayList<>();
        walk("", schema, open);
        assertThat(open).isEmpty();
    }

    private static void walk(String at, JsonNode node, List<String> open) {
        if (node.path("type").asText().equals("object")
                && !node.path("additionalProperties").equals(BooleanNode.FALSE)) {
            open.add(at);
        }
        node.properties().forEach(entry -> walk(at + "/" + entry.getKey(), entry.getValue(), open));
    }

    /** Pointers to every object in the chart's own values. */
    private static List<String> objects(String at, JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.isObject()) {
            found.add(at);
            node.properties().forEach(entry -> found.addAll(objects(at + "/" + entry.getKey(), entry.getValue())));
        }
        return found;
    }

    private static ObjectNode valid() {
        ObjectNode values = VALUES.deepCopy();
        ((ObjectNode) values.get("secrets")).put("existingSecret", "tandem-secrets");
        ((ObjectNode) values.get("tenants")).put("existingConfigMap", "tandem-tenants");
        ((ObjectNode) values.get("cassandra")).putArray("contactPoints").add("cassandra:9042");
        return values;
    }

    private static String render(ObjectNode values) {
        return Chart.OURS.render(Chart.write(folder.resolve("values-" + System.nanoTime() + ".yaml"), values));
    }
}
