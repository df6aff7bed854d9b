package dev.tandem.simulator.call;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides what a model told to greet would say, the same words for the same instructions. */
final class GreetingWords {
    private static final Pattern QUOTED = Pattern.compile("[\"“«](.+)[\"”»]", Pattern.DOTALL);
    private static final Pattern QUOTED_AFTER_GREET =
            Pattern.compile("(?i)greet[^\"“«]{0,120}[\"“«]([^\"”»]+)[\"”»]", Pattern.DOTALL);

    private GreetingWords() {}

    /** The words quoted by the response's instructions, from the first quotation mark to the last. */
    static Optional<String> quotedIn(String responseInstructions) {
        return found(QUOTED.matcher(responseInstructions));
    }

    /** The words that the session's instructions quote after the word "greet". */
    static Optional<String> greetingIn(String sessionInstructions) {
        return found(QUOTED_AFTER_GREET.matcher(sessionInstructions));
    }

    private static Optional<String> found(Matcher matcher) {
        return matcher.find() ? Optional.of(matcher.group(1)).filter(words -> !words.isBlank()) : Optional.empty();
    }
}
