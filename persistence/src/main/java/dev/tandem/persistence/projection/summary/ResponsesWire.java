package dev.tandem.persistence.projection.summary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.persistence.projection.summary.SummaryOutcome.NotSummarized;
import dev.tandem.persistence.projection.summary.SummaryOutcome.Summarized;
import dev.tandem.protocol.api.CallView.TranscriptLine;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.call.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bodies of {@code POST /v1/responses} with a strict JSON schema, as a summary asks and is answered. */
final class ResponsesWire {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer texts of the model are cut: a summary is read by people in lists. */
    private static final int LONGEST_TEXT = 4_000;

    private static final int MOST_FOLLOW_UPS = 20;

    /** Characters of JSON around the words of one turn. */
    private static final int TURN_FRAME = 50;

    private final SummarySettings settings;
    private final String prompt = resource("prompt.txt");
    private final JsonNode schema;

    ResponsesWire(SummarySettings settings) {
        this.settings = settings;
        try {
            this.schema = JSON.readTree(resource("schema.json"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    String request(SummaryRequest request) {
        ObjectNode body = JSON.createObjectNode()
                .put("model", settings.model())
                .put("instructions", prompt)
                .put("max_output_tokens", settings.maxOutputTokens())
                .put("store", false);
        ObjectNode input = body.putArray("input").addObject().put("role", "user");
        input.putArray("content").addObject().put("type", "input_text").put("text", transcript(request.transcript()));
        ObjectNode format = body.putObject("text").putObject("format");
        format.put("type", "json_schema").put("name", "call_summary").put("strict", true);
        format.set("schema", schema);
        return body.toString();
    }

    /** The turns as JSON; of a transcript that is too long the beginning and the end, with a note between. */
    private String transcript(List<TranscriptLine> lines) {
        int budget = settings.maxTranscript() / 2;
        int head = 0;
        for (int used = 0; head < lines.size() && (used += length(lines.get(head))) <= budget; head++) {}
        int tail = lines.size();
        for (int used = 0; tail > head && (used += length(lines.get(tail - 1))) <= budget; tail--) {}
        ArrayNode turns = JSON.createArrayNode();
        lines.subList(0, head).forEach(line -> add(turns, line));
        if (tail > head) {
            turns.addObject().put("left_out_turns", tail - head);
        }
        lines.subList(tail, lines.size()).forEach(line -> add(turns, line));
        return turns.toString();
    }

    private static int length(TranscriptLine line) {
        return line.text().length() + line.speaker().length() + TURN_FRAME;
    }

    private static void add(ArrayNode turns, TranscriptLine line) {
        ObjectNode turn = turns.addObject().put("speaker", line.speaker()).put("text", line.text());
        if (line.interrupted()) {
            turn.put("interrupted", true);
        }
    }

    SummaryOutcome outcome(int status, String body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return new NotSummarized(Verdict.UPSTREAM, "HTTP " + status + " with a body that is not JSON");
        }
        if (status != 200) {
            String code = answer.path("error").path("code").asText("");
            boolean ours = status >= 400 && status < 500 && status != 429;
            return new NotSummarized(
                    ours ? Verdict.OURS : Verdict.UPSTREAM, ("HTTP " + status + " " + cut(code, 100)).strip());
        }
        return analysed(answer);
    }

    private SummaryOutcome analysed(JsonNode answer) {
        String state = answer.path("status").asText("completed");
        if (!state.equals("completed")) {
            return upstream("the response is " + cut(state, 50));
        }
        for (JsonNode item : answer.path("output")) {
            for (JsonNode part : item.path("content")) {
                if (part.path("type").asText().equals("refusal")) {
                    return upstream("the model refused");
                }
                if (part.path("type").asText().equals("output_text")) {
                    return analysed(part.path("text").asText(), usage(answer.path("usage")));
                }
            }
        }
        return upstream("the response has no text");
    }

    private SummaryOutcome analysed(String text, Usage usage) {
        JsonNode analysis;
        try {
            analysis = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return upstream("the model's text is not JSON");
        }
        for (String field : List.of("summary", "intent", "outcome", "sentiment")) {
            if (!analysis.path(field).isTextual()) {
                return upstream("the analysis has no text " + field);
            }
        }
        if (!Analysis.OUTCOMES.contains(analysis.get("outcome").asText())) {
            return upstream("the analysis has an unknown outcome");
        }
        if (!Analysis.SENTIMENTS.contains(analysis.get("sentiment").asText())) {
            return upstream("the analysis has an unknown sentiment");
        }
        if (!analysis.path("follow_ups").isArray()) {
            return upstream("the analysis has no list follow_ups");
        }
        List<String> followUps = new ArrayList<>();
        for (JsonNode followUp : analysis.get("follow_ups")) {
            if (followUps.size() < MOST_FOLLOW_UPS) {
                followUps.add(cut(followUp.asText(), LONGEST_TEXT));
            }
        }
        return new Summarized(
                new Analysis(
                        cut(analysis.get("summary").asText(), LONGEST_TEXT),
                        cut(analysis.get("intent").asText(), LONGEST_TEXT),
                        analysis.get("outcome").asText(),
                        analysis.get("sentiment").asText(),
                        followUps),
                settings.model(),
                usage);
    }

    private static Usage usage(JsonNode usage) {
        return new Usage(
                usage.path("input_tokens").asLong(),
                usage.path("input_tokens_details").path("cached_tokens").asLong(),
                0,
                0,
                usage.path("output_tokens").asLong(),
                0,
                0);
    }

    private static NotSummarized upstream(String error) {
        return new NotSummarized(Verdict.UPSTREAM, error);
    }

    private static String cut(String text, int longest) {
        return text.substring(0, Math.min(text.length(), longest));
    }

    private static String resource(String name) {
        try (InputStream in = ResponsesWire.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
