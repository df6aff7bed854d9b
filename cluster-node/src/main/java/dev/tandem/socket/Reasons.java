package dev.tandem.socket;

import java.time.Duration;

/** Texts for people about what a socket met. */
final class Reasons {
    static final String SHUT = "the node's sockets are shut";
    private static final int LONGEST = 1024;

    private Reasons() {}

    /** The innermost cause that says something. */
    static String of(Throwable failure) {
        if (failure == null) return "unknown";
        Throwable deepest = failure;
        for (int depth = 0; depth < 8 && deepest.getCause() != null; depth++) deepest = deepest.getCause();
        String text = deepest.getMessage();
        return text == null ? deepest.getClass().getSimpleName() : printable(text);
    }

    static String of(Duration time) {
        return time.toMillis() + " ms";
    }

    /** One line of at most 1,024 characters: what a peer says must not forge lines of a log. */
    static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }
}
