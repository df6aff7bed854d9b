package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.protocol.tenant.Tool;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolArgumentsTest {

    private static final Tool TOOL = Tools.http("""
            {"type": "object",
             "properties": {
               "order_id": {"type": "string", "pattern": "^A-[0-9]+$"},
               "count": {"type": "integer", "minimum": 1, "multipleOf": 1},
               "address": {"$ref": "#/$defs/address"}},
             "required": ["order_id"],
             "$defs": {"address": {"type": "object", "properties": {"zip": {"type": "string"}}}},
             "additionalProperties": false}""");

    private final ToolArguments arguments = new ToolArguments();

    @Test
    void arguments_that_fit_are_kept_as_the_model_wrote_them() {
        String text = "{ \"order_id\": \"A-1\", \"count\": 2 }";

        assertThat(arguments.check(TOOL, text)).isInstanceOfSatisfying(ToolArguments.Fit.class, fit -> {
            assertThat(fit.json()).isEqualTo(text);
            assertThat(fit.values().get("count").asInt()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                          | required property 'order_id' not found",
                "{\"order_id\": 7}                           | /order_id: integer found, string expected",
                "{\"order_id\": \"B\"}                       | /order_id: does not match the regex pattern",
                "{\"order_id\": \"A-1\", \"count\": 0}       | /count: must have a minimum value of 1",
                "{\"order_id\": \"A-1\", \"more\": 0}        | property 'more' is not defined",
                "{\"order_id\": \"A-1\", \"address\": {\"zip\": 1}} | /address/zip: integer found",
                "[]                                          | must be one JSON object",
                "\"A-1\"                                     | must be one JSON object",
                "{\"order_id\": \"A-1\"                      | no valid JSON",
                "{\"order_id\": \"A-1\"} {}                  | no valid JSON",
                "{\"order_id\": \"A-1\", \"order_id\": \"A-2\"} | no valid JSON",
                "order A-1                                   | no valid JSON"
            })
    void arguments_that_do_not_fit_are_refused_with_what_is_wrong(String text, String words) {
        assertThat(arguments.check(TOOL, text))
                .isInstanceOfSatisfying(
                        ToolArguments.Unfit.class,
                        unfit -> assertThat(unfit.reason()).contains(words));
    }

    @Test
    void arguments_have_a_size_and_a_depth() {
        String large = "{\"order_id\": \"A-" + "1".repeat(ToolArguments.MAX_BYTES) + "\"}";
        String deep = "{\"order_id\":" + "[".repeat(100) + "]".repeat(100) + "}";

        assertThat(arguments.check(TOOL, large))
                .isEqualTo(new ToolArguments.Unfit("the arguments have more than 65536 bytes"));
        assertThat(arguments.check(TOOL, deep)).isInstanceOf(ToolArguments.Unfit.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e999999999", "0.000000000000000000000001", "99999999999999999999999"})
    void a_number_beyond_reckoning_never_throws(String number) {
        arguments.check(TOOL, "{\"order_id\": \"A-1\", \"count\": " + number + "}");
    }

    @Test
    void a_schema_that_runs_in_a_circle_refuses_the_arguments() {
        Tool circle = Tools.http("{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/properties/a\"}}}");

        assertThat(arguments.check(circle, "{\"a\": 1}")).isInstanceOf(ToolArguments.Unfit.class);
    }

    @Test
    void no_arguments_at_all_are_an_empty_object() {
        assertThat(arguments.check(new Tool.EndCall("end_call", "Ends."), ""))
                .isInstanceOfSatisfying(
                        ToolArguments.Fit.class, fit -> assertThat(fit.json()).isEqualTo("{}"));
    }

    @Test
    void a_transfer_goes_only_to_a_configured_target() {
        Tool transfer = new Tool.TransferCall("transfer_call", "Transfers.", Map.of("billing", "tel:+18005550199"));

        assertThat(arguments.check(transfer, "{\"target\": \"billing\"}")).isInstanceOf(ToolArguments.Fit.class);
        assertThat(arguments.check(transfer, "{\"target\": \"tel:+18005550123\"}"))
                .isInstanceOf(ToolArguments.Unfit.class);
        assertThat(arguments.check(transfer, "{}")).isInstanceOf(ToolArguments.Unfit.class);
    }

    @Test
    void the_model_is_told_the_names_of_targets_and_never_their_addresses() throws Exception {
        Tool transfer = new Tool.TransferCall("transfer_call", "Transfers.", Map.of("billing", "tel:+18005550199"));

        assertThat(ToolArguments.parameters(transfer)).isEqualTo(new ObjectMapper().readTree("""
                {"type": "object",
                 "properties": {"target": {"type": "string", "enum": ["billing"]}},
                 "additionalProperties": false,
                 "required": ["target"]}"""));
    }
}
