package dev.tandem.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value of a YAML document with its place. Each reader answers the value, or records a fault and answers nothing.
 */
record Field(Node node, String path, FaultList faults) {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
    private static final int MAX_ECHO = 40;

    <T> Optional<T> fault(String message) {
        faults.add(node.getStartMark(), path, message);
        return Optional.empty();
    }

    /** Text of 1 to {@code max} characters that is not blank. */
    Optional<String> text(int max) {
        if (!(node instanceof ScalarNode scalar)) {
            return fault("must be text");
        }
        if (Tag.NULL.equals(node.getTag())) {
            return fault("is empty; write a text, or leave the line out if it is optional");
        }
        if (!Tag.STR.equals(node.getTag())) {
            return fault("must be text; put it in quotes");
        }
        if (scalar.getValue().isBlank()) {
            return fault("must not be blank");
        }
        if (scalar.getValue().length() > max) {
            return fault("must have at most " + max + " characters, not "
                    + scalar.getValue().length());
        }
        return Optional.of(scalar.getValue());
    }

    /** Text that fits the pattern; {@code rule} says in words what fits. */
    Optional<String> text(Pattern pattern, String rule) {
        return text(1_000)
                .flatMap(text -> pattern.matcher(text).matches()
                        ? Optional.of(text)
                        : fault(rule + ", not \"" + shown(text) + "\""));
    }

    Optional<String> oneOf(List<String> values) {
        return text(1_000)
                .flatMap(text -> values.contains(text)
                        ? Optional.of(text)
                        : fault("must be " + Words.either(values) + ", not \"" + shown(text) + "\""));
    }

    /** A phone number, quoted or not, in E.164. */
    Optional<String> number() {
        if (!(node instanceof ScalarNode scalar)) {
            return fault("must be a phone number such as \"+18005550100\"");
        }
        Optional<String> number = E164.of(scalar.getValue());
        return number.isPresent()
                ? number
                : fault("must be a phone number with its country code such as \"+18005550100\", not \""
                        + shown(scalar.getValue()) + "\"");
    }

    Optional<Integer> whole(int min, int max) {
        if (node instanceof ScalarNode scalar
                && Tag.INT.equals(node.getTag())
                && WHOLE.matcher(scalar.getValue()).matches()) {
            int value = Integer.parseInt(scalar.getValue());
            if (value >= min && value <= max) {
                return Optional.of(value);
            }
        }
        return fault("must be a whole number from " + min + " to " + max + given());
    }

    Optional<Boolean> truth() {
        return node instanceof ScalarNode scalar && Tag.BOOL.equals(node.getTag())
                ? YamlJson.truth(scalar.getValue()).or(() -> fault("must be true or false" + given()))
                : fault("must be true or false" + given());
    }

    /** A length of time written as {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}. */
    Optional<Duration> duration(Duration min, Duration max) {
        Matcher matcher = DURATION.matcher(node instanceof ScalarNode scalar ? scalar.getValue() : "");
        if (!matcher.matches()) {
            return fault("must be a time such as 500ms, 30s, 5m or 1h" + given());
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration value = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0
                ? Optional.of(value)
                : fault("must be from " + Words.duration(min) + " to " + Words.duration(max) + given());
    }

    /** A mapping with these keys and no others. */
    Optional<Section> section(String... keys) {
        return Section.of(this).filter(section -> section.known(List.of(keys)));
    }

    /** A mapping with keys of the author's choice. */
    Optional<Section> entries() {
        return Section.of(this);
    }

    /** The elements of a list. */
    Optional<List<Field>> list(int max) {
        if (!(node instanceof SequenceNode sequence)) {
            return fault("must be a list");
        }
        List<Node> elements = sequence.getValue();
        if (elements.size() > max) {
            return fault("must have at most " + max + " entries, not " + elements.size());
        }
        return Optional.of(IntStream.range(0, elements.size())
                .mapToObj(i -> new Field(elements.get(i), path + "[" + i + "]", faults))
                .toList());
    }

    Optional<JsonNode> json() {
        return YamlJson.of(this);
    }

    /** The part at the path of names and indexes, or the nearest one around it that has a place of its own. */
    Field at(List<Object> steps) {
        Field here = this;
        for (Object step : steps) {
            Optional<Field> inner = here.inner(step);
            if (inner.isEmpty()) {
                return here;
            }
            here = inner.get();
        }
        return here;
    }

    private Optional<Field> inner(Object step) {
        return switch (node) {
            case MappingNode mapping ->
                mapping.getValue().stream()
                        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals(step))
                        .findFirst()
                        .map(tuple -> new Field(tuple.getValueNode(), path + "." + step, faults));
            case SequenceNode list
            when step instanceof Integer i && i < list.getValue().size() ->
                Optional.of(new Field(list.getValue().get(i), path + "[" + i + "]", faults));
            default -> Optional.empty();
        };
    }

    /** The value found, or a fault with the message. */
    <T> Optional<T> or(Optional<T> value, Function<Field, String> message) {
        return value.isPresent() ? value : fault(message.apply(this));
    }

    private String given() {
        return node instanceof ScalarNode scalar ? ", not \"" + shown(scalar.getValue()) + "\"" : "";
    }

    private static String shown(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= MAX_ECHO ? line : line.substring(0, MAX_ECHO) + "...";
    }
}
