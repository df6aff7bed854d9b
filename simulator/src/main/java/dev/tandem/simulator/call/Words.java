package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a model without a script says, the same for the same conversation. */
final class Words {
    static final String DONE = "All done.";
    private static final String HELLO = "Hello, how can I help you today?";
    private static final String STILL_THERE = "Are you still there?";
    private static final int MAX_QUOTE = 400;
    private static final Pattern ORDER = Pattern.compile("(?iu)\\border");

    private Words() {}

    /** The tool that must be called now: one that is required, or the first one when the text asks for an order. */
    static Optional<JsonNode> wantedTool(Terms terms, List<Item> context) {
        JsonNode choice = terms.toolChoice();
        boolean answered = !context.isEmpty()
                && (context.getLast().type == Item.Type.FUNCTION_OUTPUT
                        || context.getLast().type == Item.Type.REMOTE
                        || context.getLast().role.equals("assistant"));
        if (answered || choice.asText().equals("none") || terms.tools().isEmpty()) {
            return Optional.empty();
        }
        boolean required = choice.isObject() || choice.asText().equals("required");
        return required || ORDER.matcher(lastOfUser(context)).find()
                ? Tools.chosen(choice, terms.tools())
                : Optional.empty();
    }

    /** The words of an answer. */
    static String answer(String instructions, List<Item> context) {
        Optional<String> quoted = GreetingWords.quotedIn(instructions);
        if (quoted.isPresent()) {
            return quoted.get();
        }
        if (context.isEmpty()) {
            return HELLO;
        }
        Item last = context.getLast();
        if (last.type == Item.Type.FUNCTION_OUTPUT) {
            return afterTool(last.text);
        }
        if (last.type == Item.Type.CALLER_AUDIO && last.text.isEmpty()) {
            return STILL_THERE;
        }
        String said = lastOfUser(context);
        return said.isEmpty() ? HELLO : "You said: " + shortened(said);
    }

    /** The words of a response beside the conversation. */
    static String beside(String instructions, List<Item> context) {
        StringBuilder all = new StringBuilder();
        for (Item item : context) {
            all.append(all.isEmpty() ? "" : " / ").append(item.text);
        }
        return GreetingWords.quotedIn(instructions)
                .orElse("In short: " + (all.isEmpty() ? "nothing was said." : shortened(all.toString())));
    }

    static String afterTool(String output) {
        return "Here is what I found: " + (output.isBlank() ? "nothing." : shortened(output));
    }

    /** The last words of the caller or user, or an empty text. */
    static String lastOfUser(List<Item> context) {
        return context.reversed().stream()
                .filter(Item::isByUser)
                .map(item -> item.text)
                .findFirst()
                .orElse("");
    }

    private static String shortened(String text) {
        int characters = text.codePointCount(0, text.length());
        return characters <= MAX_QUOTE ? text : text.substring(0, text.offsetByCodePoints(0, MAX_QUOTE));
    }
}
