package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What holds for one response: the session's configuration and what its {@code response.create} asked for on top.
 *
 * @param beside whether it is given beside the default conversation
 * @param written whether it is text instead of speech
 * @param maxTokens its limit, empty for none
 * @param instructions the words of its own instructions, or an empty text
 * @param tools what it may call
 * @param toolChoice {@code auto}, {@code none}, {@code required} or a tool
 * @param input items to read instead of the conversation; empty for the conversation
 * @param shown the fields of the response object that repeat all this
 * @param format the format of its audio
 */
record Terms(
        boolean beside,
        boolean written,
        Optional<Integer> maxTokens,
        String instructions,
        JsonNode tools,
        JsonNode toolChoice,
        Optional<List<Item>> input,
        ObjectNode shown,
        AudioFormat format) {
    /** The vendor's limit. */
    private static final int MAX_METADATA = 16;

    /** The terms of a response that the server gives by itself. */
    static Terms ofSession(Session session) {
        return of(session, Json.object());
    }

    /** The terms of a {@code response.create} that {@link #mistake} found right. */
    static Terms of(Session session, JsonNode params) {
        SessionConfig config = session.config();
        ObjectNode shown = config.responseDefaults();
        for (String field : List.of("output_modalities", "max_output_tokens", "metadata")) {
            if (params.hasNonNull(field)) {
                shown.set(field, params.path(field).deepCopy());
            }
        }
        if (params.at("/audio/output").isObject()) {
            ((ObjectNode) shown.at("/audio/output")).setAll((ObjectNode) params.at("/audio/output"));
        }
        JsonNode limit = shown.path("max_output_tokens");
        return new Terms(
                params.path("conversation").asText("auto").equals("none"),
                shown.at("/output_modalities/0").asText().equals("text"),
                limit.isInt() ? Optional.of(limit.intValue()) : Optional.empty(),
                Json.text(params, "instructions").orElse(""),
                params.hasNonNull("tools") ? params.path("tools") : config.tools(),
                params.hasNonNull("tool_choice") ? params.path("tool_choice") : config.toolChoice(),
                params.path("input").isArray() ? Optional.of(items(session, params.path("input"))) : Optional.empty(),
                shown,
                AudioFormat.of(shown.at("/audio/output/format")).orElse(AudioFormat.PCM));
    }

    /** The first mistake in the parameters of a {@code response.create}. */
    static Optional<ErrorDetail> mistake(Session session, JsonNode params) {
        if (!params.isMissingNode() && !params.isObject()) {
            return invalid("response", "an object is needed");
        }
        if (!params.path("conversation").asText("auto").matches("auto|none")) {
            return invalid("response.conversation", "'auto' or 'none' is needed");
        }
        if (params.hasNonNull("output_modalities") && !SessionRules.isModality(params.path("output_modalities"))) {
            return invalid("response.output_modalities", "['audio'] or ['text'] is needed");
        }
        if (params.hasNonNull("max_output_tokens") && !SessionRules.isTokenLimit(params.path("max_output_tokens"))) {
            return invalid("response.max_output_tokens", "1 to 4096 or 'inf' is needed");
        }
        if (params.path("metadata").size() > MAX_METADATA) {
            return invalid("response.metadata", "at most 16 pairs");
        }
        JsonNode input = params.path("input");
        for (int i = 0; i < input.size(); i++) {
            String param = "response.input[" + i + "]";
            boolean reference = input.get(i).path("type").asText().equals("item_reference");
            String id = input.get(i).path("id").asText("");
            if (reference && session.conversation().item(id).isEmpty()) {
                return Optional.of(
                        ErrorDetail.invalid("item_not_found", "Item with item_id not found: " + id, param + ".id"));
            }
            Optional<ErrorDetail> wrong = reference ? Optional.empty() : ItemRules.mistake(input.get(i), param);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static List<Item> items(Session session, JsonNode input) {
        List<Item> items = new ArrayList<>();
        for (JsonNode given : input) {
            String id = given.path("id").asText("");
            boolean reference = given.path("type").asText().equals("item_reference");
            items.add(
                    reference
                            ? session.conversation().item(id).orElseThrow()
                            : ItemRules.item(session.ids().fresh("item"), given));
        }
        return items;
    }

    private static Optional<ErrorDetail> invalid(String param, String needed) {
        return Optional.of(
                ErrorDetail.invalid("invalid_value", "Invalid value for '" + param + "': " + needed + ".", param));
    }
}
