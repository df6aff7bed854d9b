package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** An event as no server should send it: without one of its fields, or with something else where one should be. */
final class Mutilation {
    /** Fields of one event, at any depth, that are each taken out and mistyped; the events of a call have fewer. */
    private static final int MAX_FIELDS = 100;

    private Mutilation() {}

    /** Two copies for each field, at any depth; each has an event id of its own. */
    static List<ObjectNode> of(ObjectNode event) {
        List<ObjectNode> copies = new ArrayList<>();
        for (String pointer : fields(event)) {
            copies.add(changed(event, pointer, ObjectNode::remove, copies.size()));
            copies.add(changed(event, pointer, Mutilation::mistype, copies.size()));
        }
        return copies;
    }

    private static ObjectNode changed(
            ObjectNode event, String pointer, BiConsumer<ObjectNode, String> change, int number) {
        ObjectNode copy = event.deepCopy();
        copy.put("event_id", event.path("event_id").asText() + "_" + number);
        int last = pointer.lastIndexOf('/');
        change.accept((ObjectNode) copy.at(pointer.substring(0, last)), pointer.substring(last + 1));
        return copy;
    }

    private static void mistype(ObjectNode parent, String name) {
        if (parent.path(name).isNumber()) {
            parent.put(name, "seven");
        } else if (parent.path(name).isObject()) {
            parent.putArray(name).add(7);
        } else {
            parent.putObject(name).put("seven", 7);
        }
    }

    private static List<String> fields(ObjectNode event) {
        List<String> found = new ArrayList<>();
        collect(event, "", found);
        return found;
    }

    private static void collect(JsonNode node, String at, List<String> found) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String pointer = at + "/" + field.getKey();
                if (found.size() < MAX_FIELDS) {
                    found.add(pointer);
                    collect(field.getValue(), pointer, found);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                collect(array.get(i), at + "/" + i, found);
            }
        }
    }
}
