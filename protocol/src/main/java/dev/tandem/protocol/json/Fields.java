package dev.tandem.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one JSON object of the outside world, read leniently: null, absent and mistyped are the same for everything optional;
 * only what cannot be done without fails, with {@link UnusableField}.
 */
public record Fields(JsonNode node) {

    /** Longer ids than this are not ids; the vendor's client event ids, the longest there are, have at most 512 characters. */
    public static final int MAX_ID = 512;

    /** The object under that name, or one without any fields. */
    public Fields object(String name) {
        JsonNode value = node.path(name);
        return new Fields(value.isObject() ? value : MissingNode.getInstance());
    }

    /** The objects in the array under that name; other elements are left out. */
    public List<Fields> objects(String name) {
        JsonNode array = node.path(name);
        if (!array.isArray()) {
            return List.of();
        }
        List<Fields> objects = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            if (element.isObject()) {
                objects.add(new Fields(element));
            }
        }
        return objects;
    }

    /** The text under that name, numbers and booleans as written; null when there is none. */
    public String text(String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? UntrustedJson.wellFormed(value.asText()) : null;
    }

    public String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** Words somebody said: empty when absent, unusable when they are no text at all. */
    public String words(String name) {
        if (node.path(name).isContainerNode()) {
            throw new UnusableField(name);
        }
        return text(name, "");
    }

    /** JSON carried as text; a server that sends the JSON itself is understood too. Empty when absent. */
    public String jsonText(String name) {
        JsonNode value = node.path(name);
        return value.isContainerNode() ? UntrustedJson.wellFormed(value.toString()) : text(name, "");
    }

    /** The id under that name, or null when it is absent, empty or longer than {@link #MAX_ID}. */
    public String idOrNull(String name) {
        String id = text(name);
        return id == null || id.isEmpty() || id.length() > MAX_ID ? null : id;
    }

    public String id(String name) {
        String id = idOrNull(name);
        if (id == null) {
            throw new UnusableField(name);
        }
        return id;
    }

    /** A whole number, also when given as text; the other value when it is neither. */
    public long number(String name, long otherwise) {
        JsonNode value = node.path(name);
        return value.isNumber() || value.isTextual() ? value.asLong(otherwise) : otherwise;
    }

    /** A count: a whole number from 0, or -1 when there is none. */
    public long count(String name) {
        return Math.max(number(name, -1), -1);
    }

    /** An index: a whole number from 0; 0 when there is none. */
    public int index(String name) {
        return Math.clamp(number(name, 0), 0, Integer.MAX_VALUE);
    }

    /** A finite number of seconds from 0; 0 when there is none. */
    public double seconds(String name) {
        JsonNode value = node.path(name);
        double seconds = value.isNumber() || value.isTextual() ? value.asDouble(0) : 0;
        return Double.isFinite(seconds) ? Math.max(seconds, 0) : 0;
    }

    /** A field that is needed is not there, or is nothing that could be used. */
    public static final class UnusableField extends RuntimeException {
        private UnusableField(String name) {
            // No stack trace: it says which field, is always caught by the reader, and hostile input can cause it at
            // will.
            super(name, null, false, false);
        }
    }
}
