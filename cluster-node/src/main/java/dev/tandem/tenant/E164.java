package dev.tandem.tenant;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Phone numbers in the one form that compares equal: {@code +}, country code, national number, digits only.
 *
 * <p>A number counts when its country exists and its length is possible there; whether the range is assigned is not
 * asked, since numbering plans change faster than any table of them.
 */
public final class E164 {

    /** Digits with the separators people write: spaces, dots, hyphens, slashes, parentheses. */
    private static final Pattern WRITTEN = Pattern.compile("\\+[0-9 ./()\\u00a0\\u2010-\\u2015-]{3,40}");

    private E164() {}

    /** The number in E.164, or empty when the text is none. */
    public static Optional<String> of(String written) {
        String text = written.strip();
        if (!WRITTEN.matcher(text).matches()) {
            return Optional.empty();
        }
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = numbers.parse(text, null);
            return numbers.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
                    ? Optional.of(numbers.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
