package dev.tandem.launcher.stage;

import java.io.PrintStream;
import java.time.Duration;

/** One line for each component while it starts: its name and the seconds, rewritten in place on a terminal. */
public final class Progress {
    private final PrintStream out;
    private final boolean terminal;
    private long shown = -1;

    /** Onto this. */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** It has been starting for so long. */
    public synchronized void waiting(String component, Duration elapsed) {
        if (terminal && elapsed.toSeconds() != shown) {
            shown = elapsed.toSeconds();
            out.printf("\r  %-13s starting ... %d s", component, shown);
            out.flush();
        }
    }

    /** It is there. */
    public synchronized void ready(String component, Duration elapsed, String where) {
        out.printf(
                "%s  %-13s ready after %.1f s   %s%n",
                terminal ? "\r\033[K" : "", component, elapsed.toMillis() / 1000.0, where);
        shown = -1;
    }

    /** What was starting will not be there; the line is wiped. */
    public void failed() {
        if (terminal) {
            out.print("\r\033[K");
        }
    }
}
