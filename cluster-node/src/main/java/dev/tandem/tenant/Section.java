package dev.tandem.tenant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of a YAML document: each key once, in the order of the file. */
final class Section {

    private static final int MAX_KEYS = 1_000;

    private final Field self;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Map<String, Field> keys = new LinkedHashMap<>();

    private Section(Field self) {
        this.self = self;
    }

    static Optional<Section> of(Field field) {
        if (!(field.node() instanceof MappingNode mapping) || !Tag.MAP.equals(mapping.getTag())) {
            return field.fault("must be a group of fields, each written as \"key: value\"");
        }
        if (mapping.getValue().size() > MAX_KEYS) {
            return field.fault("must have at most " + MAX_KEYS + " fields");
        }
        Section section = new Section(field);
        mapping.getValue().forEach(section::add);
        return Optional.of(section);
    }

    private void add(NodeTuple tuple) {
        Field key = new Field(tuple.getKeyNode(), self.path(), self.faults());
        if (Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
            key.fault("must not use a merge key (<<); write the fields out");
            return;
        }
        if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
            key.fault("has a key that is no text");
            return;
        }
        String path = self.path().isEmpty() ? name.getValue() : self.path() + "." + name.getValue();
        Field value = new Field(tuple.getValueNode(), path, self.faults());
        Field first = keys.putIfAbsent(name.getValue(), new Field(name, path, self.faults()));
        if (first != null) {
            int line = first.node().getStartMark().getLine() + 1;
            new Field(name, path, self.faults()).fault("is given twice; the first is in line " + line);
            return;
        }
        fields.put(name.getValue(), value);
    }

    /** Records a fault for every key that is not among these; always true, so that what is known is read all the same. */
    boolean known(List<String> known) {
        return known(known, List.of());
    }

    /** The same, but saying nothing of keys that have been spoken of already. */
    boolean known(List<String> known, List<String> spokenOf) {
        keys.forEach((key, field) -> {
            if (!known.contains(key) && !spokenOf.contains(key)) {
                field.fault("is unknown"
                        + Words.nearest(key, known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; here may stand " + Words.either(known)));
            }
        });
        return true;
    }

    Optional<Field> optional(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    Optional<Field> required(String key, String meaning) {
        Field field = fields.get(key);
        if (field == null) {
            new Field(self.node(), self.path().isEmpty() ? key : self.path() + "." + key, self.faults())
                    .fault("is missing: " + meaning);
        }
        return Optional.ofNullable(field);
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    /** The key itself, as something a fault can be recorded at. */
    Field key(String name) {
        return keys.get(name);
    }

    Map<String, Field> fields() {
        return fields;
    }
}
