package dev.tandem.load.closing;

import java.util.List;

/**
 * One thing that must hold, and whether it did.
 *
 * @param claim such as "accepted exactly once"
 * @param actual what was seen
 * @param examples of what broke it, a few
 */
public record Finding(String claim, boolean holds, String actual, List<String> examples) {
    private static final int EXAMPLES = 5;

    static Finding of(String claim, boolean holds, String actual) {
        return new Finding(claim, holds, actual, List.of());
    }

    /** Holds when nothing broke it. */
    static Finding none(String claim, List<String> breaches, String otherwise) {
        return new Finding(
                claim,
                breaches.isEmpty(),
                breaches.isEmpty() ? otherwise : breaches.size() + " broke it",
                breaches.stream().limit(EXAMPLES).toList());
    }
}
