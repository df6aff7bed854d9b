package dev.tandem.node;

import dev.tandem.node.Scrape.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/metrics.md, as far as a scrape can contradict it. */
record MetricsTable(Map<String, Metric> served, Set<String> notYet) {

    private static final Path DOCUMENT = Path.of("../docs/metrics.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| (gauge|counter|histogram) \\|([^|]*)\\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)\\*?`");

    static MetricsTable read() throws IOException {
        String document = Files.readString(DOCUMENT);
        int later = document.indexOf("\n## Not yet\n");
        Map<String, Metric> served = new TreeMap<>();
        Matcher row = ROW.matcher(document.substring(0, later));
        while (row.find()) {
            Set<String> labels = new TreeSet<>();
            for (String label : row.group(3).trim().split("\\s*,\\s*")) {
                if (!label.isEmpty()) {
                    labels.add(label);
                }
            }
            served.put(row.group(1), new Metric(row.group(2), labels));
        }
        Set<String> notYet = new TreeSet<>();
        document.substring(later)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line ->
                        NAME.matcher(line.split("\\|")[1]).results().forEach(name -> notYet.add(name.group(1))));
        return new MetricsTable(served, notYet);
    }
}
