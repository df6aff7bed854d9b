package dev.tandem.tenant;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How faults put things into words. */
final class Words {

    private Words() {}

    /** {@code a, b or c}. */
    static String either(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    static String duration(Duration duration) {
        if (duration.toMillis() % 1_000 != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }

    /** The word that was probably meant: at most a third of its letters, and no more than three, differ. */
    static Optional<String> nearest(String word, List<String> words) {
        return word.length() > 64
                ? Optional.empty()
                : words.stream()
                        .filter(other -> distance(word, other) <= Math.min(3, 1 + other.length() / 4))
                        .min(Comparator.comparingInt(other -> distance(word, other)));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
