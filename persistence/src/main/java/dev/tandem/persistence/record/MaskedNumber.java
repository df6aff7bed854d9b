package dev.tandem.persistence.record;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Phone numbers as they may be shown: everything masked but the last two digits. */
public final class MaskedNumber {

    /** The user part of a SIP or tel URI. */
    private static final Pattern URI = Pattern.compile("(?:sips?|tel):([^@;>\\s]+)", Pattern.CASE_INSENSITIVE);

    /** So many digits, with the signs people put between them, are a number. */
    private static final int SHORTEST = 7;

    private static final String SIGNS = " ().-/";
    private static final int MOST_SIGNS = 2;

    private MaskedNumber() {}

    /** A caller's number or SIP address; {@code anonymous} stays as it is. */
    public static String of(String caller) {
        Matcher uri = URI.matcher(caller);
        String user = uri.find() ? uri.group(1) : caller;
        return user.equalsIgnoreCase("anonymous") ? user : mask(user);
    }

    /** A text with every phone number in it masked. Headers are the caller's to write: one pass, whatever their length. */
    public static String inText(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int end = Character.isDigit(text.charAt(i)) ? endOfDigits(text, i) : i + 1;
            String piece = text.substring(i, end);
            boolean isNumber =
                    piece.chars().filter(Character::isDigit).limit(SHORTEST).count() == SHORTEST;
            masked.append(isNumber ? mask(piece) : piece);
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

    private static String mask(String user) {
        StringBuilder masked = new StringBuilder(user);
        int shown = 0;
        for (int i = masked.length() - 1; i >= 0; i--) {
            char c = masked.charAt(i);
            if (Character.isDigit(c) && shown < 2) {
                shown++;
            } else if (Character.isLetterOrDigit(c)) {
                masked.setCharAt(i, '*');
            }
        }
        return masked.toString();
    }
}
