package dev.tandem.protocol.webhook;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address in a SIP From or To header. Display names, quotes, angle brackets, passwords, parameters and visual separators are
 * understood; anything else is taken as it comes.
 *
 * @param scheme sip, sips or tel; empty when unsaid
 * @param userPart the user or number, percent-decoded and without parameters; empty when there is none
 * @param host empty for tel: and when unsaid
 */
public record SipAddress(String scheme, String userPart, String host) {

    /** Longer headers are cut before they are read. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final Pattern SCHEME = Pattern.compile("^(sips?|tel):", Pattern.CASE_INSENSITIVE);
    private static final Pattern SEPARATORS = Pattern.compile("[-. ()/]");
    private static final Pattern GLOBAL = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern DIALLED_GLOBAL = Pattern.compile("00[1-9][0-9]{6,14}");
    private static final Pattern PLUS_LOST = Pattern.compile("[1-9][0-9]{10,14}");
    private static final Pattern NUMBER = Pattern.compile("\\+[0-9][0-9\\-.()]*|[0-9]+");

    /** Reads a header's value; never throws. */
    public static SipAddress parse(String header) {
        String bounded = header.length() > MAX_LENGTH ? header.substring(0, MAX_LENGTH) : header;
        String uri = addressOf(bounded.strip());
        var matcher = SCHEME.matcher(uri);
        String scheme = matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        String rest = scheme.isEmpty() ? uri : uri.substring(matcher.end());
        if (scheme.equals("tel")) {
            return new SipAddress(scheme, user(rest), "");
        }
        int at = rest.indexOf('@');
        if (at >= 0) {
            return new SipAddress(scheme, user(before(rest.substring(0, at), ':')), host(rest.substring(at + 1)));
        }
        // Without @ a SIP address is a host alone; but a number there can only have been meant as the user.
        String alone = user(rest);
        return NUMBER.matcher(alone).matches()
                ? new SipAddress(scheme, alone, "")
                : new SipAddress(scheme, "", host(rest));
    }

    /**
     * The number in E.164: a plus and 7 to 15 digits, visual separators left out. {@code 00} before it is read as the plus. Of bare digits
     * only 11 to 15 without a leading zero are read as a number whose plus was lost on the way; fewer, or with a leading zero, are
     * national or an extension and cannot be told without knowing the country, so they give nothing.
     */
    public Optional<String> e164() {
        String digits = SEPARATORS.matcher(userPart).replaceAll("");
        if (GLOBAL.matcher(digits).matches()) {
            return Optional.of(digits);
        }
        if (DIALLED_GLOBAL.matcher(digits).matches()) {
            return Optional.of("+" + digits.substring(2));
        }
        return PLUS_LOST.matcher(digits).matches() ? Optional.of("+" + digits) : Optional.empty();
    }

    /** Never shows who it is. */
    @Override
    public String toString() {
        return "SipAddress[" + scheme + ", " + userPart.length() + " chars]";
    }

    /** What stands in angle brackets outside quotes, or all of it. */
    private static String addressOf(String header) {
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char character = header.charAt(i);
            if (quoted && character == '\\') {
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == '<' && !quoted) {
                return before(header.substring(i + 1), '>').strip();
            }
        }
        // An unclosed quote hides the bracket; the last one is then the best guess.
        int bracket = quoted ? header.lastIndexOf('<') : -1;
        return before(header.substring(bracket + 1), '>').strip();
    }

    private static String user(String text) {
        return decoded(before(before(text, ';'), '?')).strip();
    }

    private static String host(String text) {
        return before(before(before(text, ';'), '?'), '>').strip();
    }

    private static String before(String text, char end) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }

    /** Percent-encoded ASCII decoded; every other escape stays as it is, for no number needs it. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int code = text.charAt(i) == '%' && i + 2 < text.length() ? hex(text, i + 1) : -1;
            if (code >= 0x20 && code < 0x7F) {
                plain.append((char) code);
                i += 2;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
