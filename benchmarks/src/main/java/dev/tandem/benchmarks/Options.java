package dev.tandem.benchmarks;

import java.util.List;

/** What follows a benchmark's name on the command line: {@code --quick}, {@code --seconds 20}. */
public record Options(List<String> words) {

    /** Whether only a glance is wanted, not figures to quote. */
    public boolean quick() {
        return words.contains("--quick");
    }

    /** The number after {@code --name}, else what is usual. */
    public int number(String name, int usual) {
        int at = words.indexOf("--" + name);
        return at < 0 || at + 1 == words.size() ? usual : Integer.parseInt(words.get(at + 1));
    }
}
