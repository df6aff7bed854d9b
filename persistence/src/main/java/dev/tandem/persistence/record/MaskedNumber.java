package dev.tandem.persistence.record;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Phone numbers as they may be shown: everything masked but the last two digits. */
public final class MaskedNumber {

    /** The user part of a SIP or tel URI. */
    private static final Pattern URI = Pattern.compile("(?:sips?|tel):([^@;>\\s]+)", Pattern.CASE_INSENSITIVE);

    /** Seven digits and more, with the signs people put between them. */
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d(?:[\\s().-]{0,2}\\d){6,}");

    private MaskedNumber() {}

    /** A caller's number or SIP address; {@code anonymous} stays as it is. */
    public static String of(String caller) {
        Matcher uri = URI.matcher(caller);
        String user = uri.find() ? uri.group(1) : caller;
        return user.equalsIgnoreCase("anonymous") ? user : mask(user);
    }

    /** A text with every phone number in it masked. */
    public static String inText(String text) {
        return NUMBER.matcher(text).replaceAll(number -> Matcher.quoteReplacement(mask(number.group())));
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
