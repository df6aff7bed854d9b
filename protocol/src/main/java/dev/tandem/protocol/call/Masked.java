package dev.tandem.protocol.call;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides what identifies a person where people other than the tenant may read it. */
public final class Masked {

    /** Of fewer characters nothing is shown: what remained would give the number away. */
    private static final int SHORTEST_SHOWN = 8;

    /** Longer texts are no numbers; only this many characters are stood for. */
    private static final int LONGEST = 20;

    /** Seven digits and more, with the signs people put between them. */
    private static final Pattern WITHIN = Pattern.compile("\\+?\\d(?:[\\s().-]{0,2}\\d){6,}");

    private Masked() {}

    /** The number with all but its first two and last two digits hidden, as {@code +14*******23}; whatever is no number is hidden whole. */
    public static String number(String number) {
        if (number == null || number.isEmpty()) {
            return "";
        }
        int length = Math.min(number.length(), LONGEST);
        int shown = number.charAt(0) == '+' ? 3 : 2;
        if (length < SHORTEST_SHOWN || number.length() > LONGEST || !isNumber(number)) {
            return "*".repeat(length);
        }
        return number.substring(0, shown) + "*".repeat(length - shown - 2) + number.substring(length - 2);
    }

    /** The text with every phone number in it hidden but for its last two digits. */
    public static String inText(String text) {
        return WITHIN.matcher(text).replaceAll(number -> {
            String found = number.group();
            return Matcher.quoteReplacement("*".repeat(found.length() - 2) + found.substring(found.length() - 2));
        });
    }

    private static boolean isNumber(String text) {
        return text.chars().skip(text.charAt(0) == '+' ? 1 : 0).allMatch(c -> c >= '0' && c <= '9');
    }
}
