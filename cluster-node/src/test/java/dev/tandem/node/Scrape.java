package dev.tandem.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one or more scrapes hold: every metric with its type and its labels, and every name under which there is a number. */
final class Scrape {

    /** A metric as it is declared; {@code le} is a histogram's own. */
    record Metric(String type, Set<String> labels) {}

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, Set<String>> labels = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();

    Scrape add(String text) {
        text.lines().forEach(this::line);
        return this;
    }

    private void line(String line) {
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (type.matches()) {
            types.put(type.group(1), type.group(2));
        } else if (!line.startsWith("#") && sample.matches()) {
            lines.add(line);
            Set<String> here = labels.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
            LABEL.matcher(sample.group(2) == null ? "" : sample.group(2))
                    .results()
                    .forEach(label -> here.add(label.group(1)));
        }
    }

    /** Metrics whose names begin so; a histogram's longest value is a part of it. */
    Map<String, Metric> metrics(String prefix) {
        Map<String, Metric> metrics = new TreeMap<>();
        types.forEach((name, type) -> {
            boolean longest = name.endsWith("_max") && types.containsKey(name.substring(0, name.length() - 4));
            if (name.startsWith(prefix) && !longest) {
                String sampled = type.equals("histogram") ? name + "_count" : name;
                metrics.put(name, new Metric(type, labels.getOrDefault(sampled, Set.of())));
            }
        });
        return metrics;
    }

    /** The labels of the numbers under that name; null when there are none. */
    Set<String> labelsOf(String name) {
        return labels.get(name);
    }

    Set<String> names() {
        return labels.keySet();
    }

    List<String> lines() {
        return lines;
    }
}
