package dev.tandem.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that a PromQL expression reads, and the labels it expects of them. */
record PromQl(List<Selector> selectors, Set<String> groupedBy) {

    /** One metric with the labels it is chosen by. */
    record Selector(String metric, Set<String> labels) {}

    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");
    private static final Pattern SELECTOR = Pattern.compile("(?<![\\w:.$])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*}|\\()?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "inf", "nan");

    static PromQl of(String expression) {
        Set<String> grouped = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(expression);
        grouping.results()
                .forEach(group -> List.of(group.group(1).split("\\s*,\\s*")).forEach(label -> {
                    if (!label.isBlank()) {
                        grouped.add(label.trim());
                    }
                }));
        String bare = RANGE.matcher(grouping.replaceAll(" ")).replaceAll(" ");
        List<Selector> selectors = new ArrayList<>();
        Matcher selector = SELECTOR.matcher(bare);
        while (selector.find()) {
            String after = selector.group(2);
            if ("(".equals(after) || WORDS.contains(selector.group(1).toLowerCase(java.util.Locale.ROOT))) {
                continue;
            }
            Set<String> labels = new TreeSet<>();
            if (after != null) {
                MATCHER.matcher(after.replaceAll("\"[^\"]*\"", "\"\""))
                        .results()
                        .forEach(label -> labels.add(label.group(1)));
            }
            selectors.add(new Selector(selector.group(1), labels));
        }
        return new PromQl(selectors, grouped);
    }
}
