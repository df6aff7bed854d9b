package dev.tandem.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a browser shows instead of the administrator's token once it has signed in: a time and a signature that only who knows the token
 * can make. Every node with the same token takes it, nothing is stored, and a new token ends all of them.
 */
public final class SessionCookie {

    /** How long one sign-in lasts. */
    public static final Duration LASTS = Duration.ofHours(12);

    public static final String NAME = "tandem_session";

    private static final Pattern VALUE = Pattern.compile("([0-9]{1,12})\\.([A-Za-z0-9_-]{16})\\.([A-Za-z0-9_-]{43})");
    private static final int MAX_HEADER = 8_192;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    SessionCookie(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /** A new session's value. */
    public String begin(Instant now) {
        byte[] salt = new byte[12];
        RANDOM.nextBytes(salt);
        String said = now.plus(LASTS).getEpochSecond() + "." + text(salt);
        return said + "." + text(sign(said));
    }

    /** Whether this Cookie header (null when there was none) carries a session that goes on. */
    public boolean opens(String cookies, Instant now) {
        if (cookies == null || cookies.length() > MAX_HEADER) {
            return false;
        }
        for (String cookie : cookies.split(";")) {
            String[] parts = cookie.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equals(NAME) && goesOn(parts[1], now)) {
                return true;
            }
        }
        return false;
    }

    private boolean goesOn(String value, Instant now) {
        Matcher matcher = VALUE.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        byte[] right = sign(matcher.group(1) + "." + matcher.group(2));
        return MessageDigest.isEqual(
                        text(right).getBytes(StandardCharsets.US_ASCII),
                        matcher.group(3).getBytes(StandardCharsets.US_ASCII))
                && now.getEpochSecond() < Long.parseLong(matcher.group(1));
    }

    private byte[] sign(String said) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(said.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
