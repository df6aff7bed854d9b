package dev.tandem.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Set;

/** The vendor's schema, one definition at a time. */
public final class VendorSchema {

    private final JsonSchema schema;

    private VendorSchema(JsonSchema schema) {
        this.schema = schema;
    }

    public static VendorSchema of(String definition) {
        ObjectNode root = (ObjectNode) VendorExamples.json("schema/realtime.schema.json");
        root.put("$ref", "#/$defs/" + definition);
        return new VendorSchema(
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root));
    }

    public Set<ValidationMessage> faults(JsonNode json) {
        return schema.validate(json);
    }
}
