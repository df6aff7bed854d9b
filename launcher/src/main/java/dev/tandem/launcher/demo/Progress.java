package dev.tandem.launcher.demo;

import java.io.PrintStream;
import java.time.Duration;

/** One line for each component while it starts: its name and the seconds, rewritten in place on a terminal. */
final class Progress {
    private final PrintStream out;
    private final boolean terminal;
    private long shown = -1;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void waiting(String component, Duration elapsed) {
        if (terminal && elapsed.toSeconds() != shown) {
            shown = elapsed.toSeconds();
            out.printf("\r  %-10s starting ... %d s", component, shown);
            out.flush();
        }
    }

    void ready(String component, Duration elapsed, String where) {
        out.printf(
                "%s  %-10s ready after %.1f s   %s%n",
                terminal ? "\r\033[K" : "", component, elapsed.toMillis() / 1000.0, where);
        shown = -1;
    }

    void failed() {
        if (terminal) {
            out.print("\r\033[K");
        }
    }
}
