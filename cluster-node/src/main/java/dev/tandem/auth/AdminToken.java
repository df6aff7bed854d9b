package dev.tandem.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The secret that opens the operator port; it never shows in {@code toString}. */
public final class AdminToken {

    /** Characters; 16 random ones of hex hold 64 bits, the least that withstands guessing over a network. */
    public static final int MIN_LENGTH = 16;

    private static final int MAX_PRESENTED = 4_096;
    private static final String SCHEME = "bearer ";

    private final byte[] digest;
    private final SessionCookie sessions;

    private AdminToken(String token) {
        this.digest = sha256(token);
        // Not the digest itself: what signs sessions is no use for anything else.
        this.sessions = new SessionCookie(sha256("tandem console session\n" + token));
    }

    /** @throws IllegalArgumentException when the token is shorter than {@link #MIN_LENGTH} or could not stand in a header */
    public static AdminToken of(String token) {
        if (token == null || token.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("the admin token must have at least " + MIN_LENGTH + " characters");
        }
        if (token.length() > MAX_PRESENTED || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("the admin token must be printable ASCII without spaces");
        }
        return new AdminToken(token);
    }

    /** Whether this Authorization header (null when there was none) carries the token; takes as long for a near miss as for a wild guess. */
    public boolean opens(String authorization) {
        if (authorization == null
                || authorization.length() > MAX_PRESENTED + SCHEME.length()
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        return matches(authorization.substring(SCHEME.length()).strip());
    }

    /** Whether this is the token. */
    public boolean matches(String presented) {
        return presented != null
                && presented.length() <= MAX_PRESENTED
                && MessageDigest.isEqual(digest, sha256(presented));
    }

    /** The sessions of browsers that have shown it. */
    public SessionCookie sessions() {
        return sessions;
    }

    @Override
    public String toString() {
        return "AdminToken[hidden]";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
