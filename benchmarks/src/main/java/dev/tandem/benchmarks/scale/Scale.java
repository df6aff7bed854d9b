package dev.tandem.benchmarks.scale;

import dev.tandem.admission.RoundsAtScale;
import dev.tandem.admission.SharesAtScale;
import dev.tandem.benchmarks.Options;
import java.util.Locale;

/** What a million concurrent calls ask of the design, from its own code: the figures of docs/scale.md. */
public final class Scale {

    private Scale() {}

    public static void run(Options options) {
        int calls = options.quick() ? 100_000 : options.number("calls", 1_000_000);
        int meanSeconds = options.number("mean", 180);
        int seconds = options.quick() ? 5 : options.number("seconds", 60);
        long seed = options.number("seed", 1);
        say(
                "%d calls at one time of %d s on average, seed %d: %.0f arrive each second",
                calls, meanSeconds, seed, (double) calls / meanSeconds);
        JournalSizes.print(calls, meanSeconds);
        RoundsAtScale.print(calls, meanSeconds, seconds, options.number("write-micros", 1_200), seed);
        SharesAtScale.print(calls, meanSeconds, seconds, seed);
    }

    /** One line of the report. */
    public static void say(String format, Object... figures) {
        System.out.println(String.format(Locale.ROOT, format, figures));
    }
}
