package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolSchemaTest {

    @Test
    void all_of_json_schema_may_be_used() {
        assertThat(ToolSchema.faults(Tools.json("""
                {"type": "object", "title": "Order", "$comment": "for reading", "description": "An order",
                 "properties": {
                   "id": {"type": "string", "format": "uuid", "default": "x", "examples": ["a"], "deprecated": true},
                   "$ref": {"type": "string"},
                   "kind": {"enum": ["a", null, 1]},
                   "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}, "minItems": 1, "uniqueItems": true},
                   "when": {"anyOf": [{"type": "string"}, {"const": 1}], "readOnly": true}},
                 "patternProperties": {"^x-": {"type": "integer", "exclusiveMinimum": 0}},
                 "if": {"required": ["id"]}, "then": {"minProperties": 1},
                 "$defs": {"line": {"type": ["object", "null"], "properties": {"next": {"$ref": "#/$defs/line"}}}},
                 "additionalProperties": false}"""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                     |                 | must be a JSON Schema with",
                "{\"type\": \"string\"}                                 |                 | must be a JSON Schema with",
                "{\"type\": \"object\", \"required\": \"id\"}           | required        | is no valid JSON Schema",
                "{\"type\": \"object\", \"$id\": \"https://x/\"}        |                 | must not have $id",
                "{\"type\": \"object\", \"$schema\": \"https://x/\"}    |                 | must not have $schema",
                "{\"type\": \"object\", \"anyOf\": [{\"$ref\": \"file:/etc/passwd\"}]} | anyOf,0 | $ref must stay inside",
                "{\"type\": \"object\", \"$ref\": \"#\"}                |                 | refers to itself without end",
                "{\"type\": \"object\", \"propertis\": {}}              |                 | 'propertis' is unknown"
            })
    void what_is_wrong_is_told_with_its_place(String schema, String path, String words) {
        List<ToolSchema.Fault> faults = ToolSchema.faults(Tools.json(schema));

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(String.join(
                            ",", fault.path().stream().map(Object::toString).toList()))
                    .isEqualTo(path == null ? "" : path);
            assertThat(fault.message()).contains(words);
        });
    }
}
