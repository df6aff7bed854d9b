package dev.tandem.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The chart's boards and alert rules, as they lie there. */
final class Monitoring {

    private static final Path CHART = Path.of("../helm/tandem");

    private Monitoring() {}

    /** File name to board. */
    static Map<String, JsonNode> boards() throws IOException {
        Map<String, JsonNode> boards = new TreeMap<>();
        for (Path file : files("dashboards", ".json")) {
            boards.put(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
        }
        return boards;
    }

    /** Everything on a board that shows something. */
    static List<JsonNode> panels(JsonNode board) {
        List<JsonNode> panels = new ArrayList<>();
        board.path("panels").forEach(panel -> {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(panel);
            }
        });
        return panels;
    }

    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (Path file : files("alerts", ".yaml")) {
            new YAMLMapper()
                    .readTree(file.toFile())
                    .path("groups")
                    .forEach(group -> group.path("rules").forEach(alerts::add));
        }
        return alerts;
    }

    /** Where it stands, to expression: what boards, their variables and alerts read. */
    static Map<String, String> expressions() throws IOException {
        Map<String, String> expressions = new TreeMap<>();
        boards().forEach((file, board) -> {
            panels(board)
                    .forEach(panel -> panel.path("targets")
                            .forEach(target -> expressions.put(
                                    file + ": " + panel.path("title").asText() + " "
                                            + target.path("refId").asText(),
                                    target.path("expr").asText())));
            board.at("/templating/list").forEach(variable -> {
                String query = variable.path("query").path("query").asText();
                if (query.startsWith("label_values(")) {
                    String[] parts = query.substring("label_values(".length(), query.length() - 1)
                            .split("\\s*,\\s*");
                    expressions.put(
                            file + ": $" + variable.path("name").asText(),
                            "sum by (" + parts[1] + ") (" + parts[0] + ")");
                }
            });
        });
        alerts().forEach(alert ->
                expressions.put(alert.path("alert").asText(), alert.path("expr").asText()));
        return expressions;
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(CHART.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
