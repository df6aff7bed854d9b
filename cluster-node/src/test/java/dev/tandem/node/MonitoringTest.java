package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Boards that Grafana takes, and alerts that tell people what to do. That their metrics exist is {@code TelemetryIT}'s to show. */
class MonitoringTest {

    @Test
    void every_board_can_be_imported_and_says_what_it_shows() throws Exception {
        Map<String, JsonNode> boards = Monitoring.boards();

        assertThat(boards).containsOnlyKeys("fleet.json", "tenant.json", "cluster.json");
        Set<String> uids = new HashSet<>();
        boards.forEach((file, board) -> {
            assertThat(uids.add(board.path("uid").asText()))
                    .as(file + " has a uid of its own")
                    .isTrue();
            assertThat(board.path("uid").asText()).matches("[a-z-]{1,40}");
            assertThat(board.path("title").asText()).startsWith("Tandem / ");
            assertThat(board.path("schemaVersion").asInt()).isPositive();
            assertThat(board.at("/templating/list/0/type").asText()).isEqualTo("datasource");
            Set<Integer> ids = new HashSet<>();
            board.path("panels")
                    .forEach(panel -> assertThat(ids.add(panel.path("id").asInt()))
                            .as(panel.toString())
                            .isTrue());
            assertThat(Monitoring.panels(board)).hasSizeGreaterThan(5).allSatisfy(panel -> {
                String where = file + ": " + panel.path("title").asText();
                assertThat(panel.path("description").asText()).as(where).endsWith(".");
                assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                        .as(where)
                        .isNotBlank();
                assertThat(panel.at("/datasource/uid").asText()).as(where).isEqualTo("${datasource}");
                assertThat(panel.path("targets")).as(where).isNotEmpty();
                assertThat(panel.at("/gridPos/x").asInt()
                                + panel.at("/gridPos/w").asInt())
                        .as(where)
                        .isLessThanOrEqualTo(24);
            });
        });
    }

    @Test
    void links_between_boards_lead_to_boards() throws Exception {
        Set<String> uids = new TreeSet<>();
        Monitoring.boards()
                .values()
                .forEach(board -> uids.add("/d/" + board.path("uid").asText()));

        Monitoring.boards()
                .values()
                .forEach(board -> board.path("links")
                        .forEach(link -> assertThat(link.path("url").asText()).isIn(uids)));
    }

    @Test
    void every_alert_says_how_bad_it_is_and_has_its_paragraph_and_every_paragraph_its_alert() throws Exception {
        String operations = Files.readString(Path.of("../docs/operations.md"));
        String section = operations.substring(operations.indexOf("\n## Alerts\n"));
        List<String> headings = section.lines()
                .filter(line -> line.startsWith("### Tandem"))
                .map(line -> line.substring("### ".length()))
                .toList();

        assertThat(Monitoring.alerts()).isNotEmpty().allSatisfy(alert -> {
            String name = alert.path("alert").asText();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
        });
        assertThat(headings)
                .containsExactlyInAnyOrderElementsOf(Monitoring.alerts().stream()
                        .map(alert -> alert.path("alert").asText())
                        .toList());
        for (String heading : headings) {
            String after = section.substring(section.indexOf("### " + heading + "\n") + heading.length() + 5);
            assertThat(after.substring(0, Math.max(0, (after + "\n##").indexOf("\n##")))
                            .split("\\s+"))
                    .as(heading)
                    .hasSizeGreaterThan(20);
        }
    }
}
