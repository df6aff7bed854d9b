package dev.tandem.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Helm says of the chart, and which manifests come of it. */
class ChartTest {

    @TempDir
    Path folder;

    @Test
    void helm_finds_nothing_to_complain_of() {
        LintResult lint = Chart.OURS.lint();
        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("dev.tandem.helm.Chart#variants")
    void nor_with_the_values_of_any_variant(String variant) {
        LintResult lint = Chart.OURS
                .copyTo(folder.resolve("chart"))
                .withValues(Chart.values(variant))
                .lint();
        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    }

    @Test
    void helm_would_complain_of_a_broken_template() throws Exception {
        Chart broken = Chart.OURS.copyTo(folder.resolve("chart"));
        Files.writeString(broken.folder().resolve("templates/broken.yaml"), "kind: {{ .Values.nothing.there }}\n");
        assertThat(broken.lint().isFailed()).isTrue();
    }

    @Test
    void the_least_brings_what_a_cluster_needs_and_no_more() {
        assertThat(kinds("minimal"))
                .containsExactlyInAnyOrder(
                        "NetworkPolicy voice-tandem",
                        "Pod voice-tandem-connection-test",
                        "PodDisruptionBudget voice-tandem",
                        "Role voice-tandem-discovery",
                        "RoleBinding voice-tandem-discovery",
                        "Service voice-tandem",
                        "Service voice-tandem-nodes",
                        "Service voice-tandem-operator",
                        "ServiceAccount voice-tandem",
                        "StatefulSet voice-tandem");
    }

    @Test
    void everything_on_adds_ingress_schema_job_and_monitoring() {
        Set<String> more = new TreeSet<>(kinds("production"));
        more.removeAll(kinds("minimal"));
        assertThat(more)
                .containsExactlyInAnyOrder(
                        "ConfigMap voice-tandem-tenants",
                        "Ingress voice-tandem",
                        "Ingress voice-tandem-operator",
                        "Job voice-tandem-schema",
                        "ServiceMonitor voice-tandem");
    }

    @Test
    void discovery_by_dns_asks_for_no_right_and_an_own_autoscaler_counts_the_nodes() {
        assertThat(kinds("dns-autoscaled"))
                .contains("HorizontalPodAutoscaler switchboard", "StatefulSet switchboard")
                .noneMatch(kind -> kind.startsWith("Role") || kind.startsWith("ServiceAccount"));
    }

    @Test
    void what_must_be_given_is_asked_for_by_name() {
        for (String missing : List.of("secrets", "cassandra", "tenants")) {
            ObjectNode least = Chart.read(Chart.values("minimal")).deepCopy();
            least.remove(missing);
            Path values = Chart.write(folder.resolve(missing + ".yaml"), least);
            assertThatThrownBy(() -> Chart.OURS.render(values))
                    .hasMessageMatching(
                            "(?s).*(secrets.existingSecret must name|cassandra.contactPoints must name|tenants.files or).*")
                    .hasMessageContaining(missing + ".");
        }
    }

    @Test
    void the_version_of_the_application_is_that_of_this_build() {
        String parent = "<artifactId>tandem</artifactId>";
        assertThat(Path.of("pom.xml"))
                .content()
                .contains(parent)
                .contains("<version>"
                        + Chart.read(Chart.OURS.folder().resolve("Chart.yaml"))
                                .get("appVersion")
                                .asText() + "</version>");
    }

    private Set<String> kinds(String variant) {
        Chart chart = Chart.OURS
                .copyTo(folder.resolve("chart-" + variant + System.nanoTime()))
                .withoutBoards();
        List<JsonNode> documents = Chart.documents(chart.render(Chart.values(variant)));
        return documents.stream()
                .map(document -> document.path("kind").asText() + " "
                        + document.path("metadata").path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
