package dev.tandem.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a request to {@code /v1/responses}.
 *
 * @param caller what lines marked as the caller's say
 * @param agent what lines marked as the agent's say
 * @param length characters of the whole input
 */
record ConversationText(List<String> caller, List<String> agent, int length) {
    private static final int SHORT = 160;
    private static final Pattern MARKED =
            Pattern.compile("(?im)^[\\[\\-*\\s]*(caller|customer|user|agent|assistant)[\\]\\s]*:\\s*(.+)$");

    static ConversationText of(JsonNode request) {
        StringBuilder all = new StringBuilder(request.path("instructions").asText(""));
        JsonNode input = request.path("input");
        if (input.isTextual()) {
            add(input.textValue(), all);
        }
        append(input, all);
        return marked(all.toString());
    }

    private static void append(JsonNode messages, StringBuilder all) {
        for (JsonNode message : messages) {
            JsonNode content = message.path("content");
            if (content.isTextual()) {
                add(content.textValue(), all);
            }
            for (JsonNode part : content) {
                add(part.path("text").asText(""), all);
            }
        }
    }

    /** The text, and where it is JSON that says who said what, each turn as a marked line. */
    private static void add(String text, StringBuilder all) {
        all.append('\n').append(text);
        for (JsonNode turn : Json.read(text).orElse(Json.array())) {
            String speaker = turn.path("speaker").asText(turn.path("role").asText(""));
            String said = turn.path("text").asText(turn.path("content").asText(""));
            all.append('\n').append(speaker).append(": ").append(said.replace('\n', ' '));
        }
    }

    /** The same of a request to {@code /v1/chat/completions}. */
    static ConversationText ofMessages(JsonNode request) {
        StringBuilder all = new StringBuilder();
        append(request.path("messages"), all);
        return marked(all.toString());
    }

    /** Two sentences about the conversation. */
    String summary() {
        return callersWish().map(wish -> "The caller said: " + wish).orElse("The caller said nothing.")
                + lastOf(agent).map(last -> " The agent ended with: " + last).orElse("");
    }

    /** The caller's first words. */
    Optional<String> callersWish() {
        return caller.isEmpty() ? Optional.empty() : Optional.of(shortened(caller.getFirst()));
    }

    /** Whether the caller used one of some words. */
    boolean callerSaid(String... words) {
        String all = String.join(" ", caller).toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (all.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static ConversationText marked(String all) {
        List<String> caller = new ArrayList<>();
        List<String> agent = new ArrayList<>();
        Matcher lines = MARKED.matcher(all);
        while (lines.find()) {
            boolean byAgent = lines.group(1).toLowerCase(Locale.ROOT).startsWith("a");
            (byAgent ? agent : caller).add(lines.group(2).strip());
        }
        return new ConversationText(List.copyOf(caller), List.copyOf(agent), all.length());
    }

    private static Optional<String> lastOf(List<String> lines) {
        return lines.isEmpty() ? Optional.empty() : Optional.of(shortened(lines.getLast()));
    }

    private static String shortened(String text) {
        int end = text.length() <= SHORT
                ? text.length()
                : text.offsetByCodePoints(0, Math.min(SHORT, text.codePointCount(0, text.length())));
        return text.substring(0, end);
    }
}
