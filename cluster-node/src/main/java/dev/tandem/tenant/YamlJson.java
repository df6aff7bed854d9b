package dev.tandem.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns a part of a YAML document into JSON, refusing what JSON cannot say. */
final class YamlJson {

    /** Aliases may make a small document large, or endless: this many values are enough. */
    private static final int MAX_VALUES = 5_000;

    private static final int MAX_DEPTH = 40;
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,30})");
    private static final Pattern DECIMAL =
            Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private int values;

    private YamlJson() {}

    static Optional<JsonNode> of(Field field) {
        return new YamlJson().value(field, 0);
    }

    /** Only {@code true} and {@code false}: YAML 1.1 would also read yes, no, on and off so. */
    static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private Optional<JsonNode> value(Field field, int depth) {
        if (++values > MAX_VALUES || depth > MAX_DEPTH) {
            return values > MAX_VALUES + 1
                    ? Optional.empty()
                    : field.fault("is too large: at most " + MAX_VALUES + " values, " + MAX_DEPTH + " deep");
        }
        return switch (field.node()) {
            case ScalarNode scalar -> scalar(field, scalar);
            case SequenceNode sequence -> array(field, depth);
            default -> object(field, depth);
        };
    }

    private Optional<JsonNode> array(Field field, int depth) {
        ArrayNode array = JSON.arrayNode();
        for (Field element : field.list(MAX_VALUES).orElse(List.of())) {
            if (values <= MAX_VALUES) {
                value(element, depth + 1).ifPresent(array::add);
            }
        }
        return Optional.of(array);
    }

    private Optional<JsonNode> object(Field field, int depth) {
        return Section.of(field).map(section -> {
            ObjectNode object = JSON.objectNode();
            for (Map.Entry<String, Field> entry : section.fields().entrySet()) {
                if (values <= MAX_VALUES) {
                    value(entry.getValue(), depth + 1).ifPresent(json -> object.set(entry.getKey(), json));
                }
            }
            return object;
        });
    }

    private static Optional<JsonNode> scalar(Field field, ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (Tag.STR.equals(tag) || Tag.TIMESTAMP.equals(tag)) {
            return Optional.of(JSON.textNode(text));
        }
        if (Tag.NULL.equals(tag)) {
            return Optional.of(JSON.nullNode());
        }
        if (Tag.BOOL.equals(tag)) {
            Optional<JsonNode> truth = truth(text).map(JSON::booleanNode);
            return field.or(truth, f -> "must be true or false, or text in quotes: \"" + text + "\"");
        }
        if (INTEGER.matcher(text).matches()) {
            BigInteger number = new BigInteger(text);
            return Optional.of(number.bitLength() < 64 ? JSON.numberNode(number.longValue()) : JSON.numberNode(number));
        }
        if (DECIMAL.matcher(text).matches()) {
            return Optional.of(JSON.numberNode(new BigDecimal(text)));
        }
        return field.fault("cannot be written as JSON; write a plain number, or put text in quotes");
    }
}
