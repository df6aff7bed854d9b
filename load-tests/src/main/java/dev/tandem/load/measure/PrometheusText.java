package dev.tandem.load.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node's {@code /metrics} says at one moment. */
public final class PrometheusText {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Map<Map<String, String>, Double>> samples = new HashMap<>();

    private PrometheusText() {}

    /** Reads the text format; lines that are none of it are passed over. */
    public static PrometheusText parse(String text) {
        PrometheusText metrics = new PrometheusText();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = LINE.matcher(line);
            if (sample.matches()) {
                metrics.samples
                        .computeIfAbsent(sample.group(1), name -> new HashMap<>())
                        .put(labels(sample.group(2)), number(sample.group(3)));
            }
        });
        return metrics;
    }

    /** The sum over all samples that have this label; over all when the label is empty. */
    public OptionalDouble sum(String name, String label, String value) {
        return samples.getOrDefault(name, Map.of()).entrySet().stream()
                .filter(sample ->
                        label.isEmpty() || value.equals(sample.getKey().get(label)))
                .mapToDouble(Map.Entry::getValue)
                .reduce(Double::sum);
    }

    /** The same without a label. */
    public OptionalDouble sum(String name) {
        return sum(name, "", "");
    }

    /** The sums by the values of a label. */
    public Map<String, Double> by(String name, String label) {
        Map<String, Double> sums = new TreeMap<>();
        samples.getOrDefault(name, Map.of())
                .forEach((labels, value) -> sums.merge(labels.getOrDefault(label, ""), value, Double::sum));
        return sums;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return labels;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
