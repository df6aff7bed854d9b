package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tandem.simulator.json.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponsesTest {
    private static final String SUMMARY_SCHEMA = """
            {"type":"object","additionalProperties":false,
             "required":["summary","intent","outcome","sentiment","follow_ups","score","detail"],
             "properties":{
              "summary":{"type":"string","maxLength":60},"intent":{"type":"string"},
              "outcome":{"type":"string","enum":["unresolved","resolved","transferred"]},
              "sentiment":{"type":"string","enum":["negative","neutral","positive"]},
              "follow_ups":{"type":"array","items":{"type":"string"}},
              "score":{"type":"integer","minimum":1,"maximum":5},
              "detail":{"anyOf":[{"$ref":"#/$defs/detail"},{"type":"null"}]}},
             "$defs":{"detail":{"type":"object","properties":{"done":{"type":"boolean"},
              "language":{"type":["string","null"]},"kind":{"const":"call"}},"required":["done","language","kind"]}}}
            """;

    private SimulatorKit kit;

    @BeforeAll
    void start() {
        kit = new SimulatorKit();
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void a_structured_answer_fits_the_schema_and_uses_the_words_of_the_conversation() {
        JsonNode answer = ask("Caller: Where is my order? 🙂\nAgent: It comes tomorrow.\nCaller: Perfect, thank you!");
        JsonNode document = structured(answer);
        assertThat(document.path("intent").asText()).isEqualTo("Where is my order? 🙂");
        assertThat(document.path("summary").asText()).startsWith("The caller said: Where is my order? 🙂");
        assertThat(document.path("sentiment").asText()).isEqualTo("positive");
        assertThat(document.path("outcome").asText()).isEqualTo("resolved");
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(usage.path("input_tokens").asInt()
                        + usage.path("output_tokens").asInt())
                .isPositive();
    }

    @Test
    void an_empty_conversation_gets_a_valid_answer_too() {
        JsonNode document = structured(ask(""));
        assertThat(document.path("summary").asText()).isEqualTo("The caller said nothing.");
        assertThat(document.path("outcome").asText()).isEqualTo("unresolved");
    }

    @Test
    void the_same_question_gets_the_same_text() {
        assertThat(structured(ask("Caller: Hi"))).isEqualTo(structured(ask("Caller: Hi")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"model\":\"m\"}", "{\"input\":\"x\"}", "{\"model\":3,\"input\":\"x\"}"})
    void a_request_without_model_or_input_is_400(String body) {
        assertThat(kit.post("/v1/responses", body).statusCode()).isEqualTo(400);
    }

    private JsonNode ask(String transcript) {
        ObjectNode request = Json.object().put("model", "gpt-4o-mini");
        request.putArray("input")
                .addObject()
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "input_text")
                .put("text", transcript);
        request.putObject("text")
                .putObject("format")
                .put("type", "json_schema")
                .put("name", "call_summary")
                .put("strict", true)
                .set("schema", Json.read(SUMMARY_SCHEMA).orElseThrow());
        HttpResponse<String> answer = kit.post("/v1/responses", Json.write(request));
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.read(answer.body()).orElseThrow();
    }

    private static JsonNode structured(JsonNode answer) {
        assertThat(answer.at("/output/0/type").asText()).isEqualTo("message");
        assertThat(answer.at("/output/0/role").asText()).isEqualTo("assistant");
        assertThat(answer.at("/output/0/content/0/type").asText()).isEqualTo("output_text");
        JsonNode document =
                Json.read(answer.at("/output/0/content/0/text").asText()).orElseThrow();
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Json.read(SUMMARY_SCHEMA).orElseThrow());
        assertThat(schema.validate(document)).isEmpty();
        return document;
    }
}
