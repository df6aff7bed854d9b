package dev.tandem.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boards and alert rules reach the cluster as they lie in their folders; empty folders bring nothing. */
class MonitoringTest {

    private static final String RULES = """
            groups:
              - name: %s
                rules:
                  - alert: %s
                    expr: voice_calls_active > 1
                    for: 5m
                    annotations:
                      summary: "{{ $value }} calls on {{ $labels.instance }}"
            """;

    @TempDir
    Path folder;

    private Chart empty() throws Exception {
        Chart chart = Chart.OURS.copyTo(folder.resolve("tandem")).withoutBoards();
        for (String part : List.of("dashboards", "alerts")) {
            Files.createDirectories(chart.folder().resolve(part));
        }
        return chart;
    }

    @Test
    void without_boards_and_rules_there_are_no_manifests_of_them() throws Exception {
        Chart chart = empty();
        assertThat(of(chart, "PrometheusRule")).isEmpty();
        assertThat(boards(chart)).isEmpty();
    }

    @Test
    void every_board_is_a_config_map_that_grafanas_sidecar_finds() throws Exception {
        Chart chart = empty();
        String board = "{\n  \"title\": \"Fleet {{instance}}\",\n  \"uid\": \"fleet\"\n}\n";
        Files.writeString(chart.folder().resolve("dashboards/Fleet_now.json"), board);
        Files.writeString(chart.folder().resolve("dashboards/tenant.json"), "{}");
        List<JsonNode> boards = boards(chart);
        assertThat(boards)
                .extracting(map -> map.at("/metadata/name").asText())
                .containsExactlyInAnyOrder("voice-tandem-board-fleet-now", "voice-tandem-board-tenant");
        JsonNode fleet = boards.getFirst();
        assertThat(fleet.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(fleet.at("/data/Fleet_now.json").asText())).isEqualTo(json.readTree(board));
    }

    @Test
    void the_groups_of_all_rule_files_are_one_manifest_untouched_by_templates() throws Exception {
        Chart chart = empty();
        Files.writeString(chart.folder().resolve("alerts/a.yaml"), RULES.formatted("fleet", "TooMany"));
        Files.writeString(chart.folder().resolve("alerts/b.yaml"), RULES.formatted("journal", "Slow"));
        List<JsonNode> rules = of(chart, "PrometheusRule");
        assertThat(rules).hasSize(1);
        assertThat(StrictReader.unknownFields(rules.getFirst())).isEmpty();
        JsonNode groups = rules.getFirst().at("/spec/groups");
        assertThat(groups).extracting(group -> group.path("name").asText()).containsExactly("fleet", "journal");
        assertThat(groups.at("/0/rules/0/annotations/summary").asText())
                .isEqualTo("{{ $value }} calls on {{ $labels.instance }}");
    }

    @Test
    void what_lies_in_the_folders_is_what_kubernetes_and_prometheus_take() {
        List<JsonNode> ours = Chart.documents(Chart.OURS.render(Chart.values("production")));
        assertThat(ours.stream().filter(each -> each.path("kind").asText().equals("PrometheusRule")))
                .allSatisfy(rule -> assertThat(StrictReader.unknownFields(rule)).isEmpty());
        assertThat(ours.stream().filter(MonitoringTest::isBoard))
                .allSatisfy(board -> assertThat(board.path("data"))
                        .allSatisfy(text -> assertThat(new ObjectMapper()
                                        .readTree(text.asText())
                                        .path("title")
                                        .asText())
                                .isNotEmpty()));
    }

    private static List<JsonNode> boards(Chart chart) {
        return all(chart).filter(MonitoringTest::isBoard).toList();
    }

    private static List<JsonNode> of(Chart chart, String kind) {
        return all(chart)
                .filter(each -> each.path("kind").asText().equals(kind))
                .toList();
    }

    private static Stream<JsonNode> all(Chart chart) {
        return Chart.documents(chart.render(Chart.values("production"))).stream();
    }

    private static boolean isBoard(JsonNode manifest) {
        return manifest.at("/metadata/name").asText().contains("-board-");
    }
}
