package dev.tandem.protocol.call;

/** Hides what identifies a person where people other than the tenant may read it. */
public final class Masked {

    /** Of fewer characters nothing is shown: what remained would give the number away. */
    private static final int SHORTEST_SHOWN = 8;

    /** Longer texts are no numbers; only this many characters are stood for. */
    private static final int LONGEST = 20;

    /** Within a text, so many digits with signs between them are a number. */
    private static final int SHORTEST_IN_TEXT = 7;

    private static final String SIGNS = " ().-/";
    private static final int MOST_SIGNS = 2;

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

    /** The text with every digit of a phone number in it hidden but for the last two; one pass, whatever its length. */
    public static String inText(String text) {
        StringBuilder masked = new StringBuilder(text);
        int i = 0;
        while (i < text.length()) {
            int end = Character.isDigit(text.charAt(i)) ? endOfDigits(text, i) : i + 1;
            long digits =
                    text.substring(i, end).chars().filter(Character::isDigit).count();
            if (digits >= SHORTEST_IN_TEXT) {
                hide(masked, i, end);
            }
            i = end;
        }
        return masked.toString();
    }

    /** Behind the last digit of those that follow each other with few signs between. */
    private static int endOfDigits(String text, int start) {
        int end = start;
        for (int i = start; i < text.length() && i <= end + MOST_SIGNS; i++) {
            if (Character.isDigit(text.charAt(i))) {
                end = i + 1;
            } else if (SIGNS.indexOf(text.charAt(i)) < 0) {
                break;
            }
        }
        return end;
    }

    private static void hide(StringBuilder text, int start, int end) {
        for (int i = end - 1, shown = 0; i >= start; i--) {
            if (Character.isDigit(text.charAt(i)) && ++shown > 2) {
                text.setCharAt(i, '*');
            }
        }
    }

    private static boolean isNumber(String text) {
        return text.chars().skip(text.charAt(0) == '+' ? 1 : 0).allMatch(c -> c >= '0' && c <= '9');
    }
}
