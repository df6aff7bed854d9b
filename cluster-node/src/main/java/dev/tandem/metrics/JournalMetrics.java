package dev.tandem.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long writes to the journal take. Every meter is made beforehand: a write looks one up and records. */
public final class JournalMetrics {

    /** Who writes. */
    public enum Writer {
        CALL,
        ADMISSION,
        SHARDING
    }

    private static final Duration[] WRITE = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5)
    };

    private final Map<Writer, Timer> written = new EnumMap<>(Writer.class);
    private final Map<Writer, Timer> failed = new EnumMap<>(Writer.class);

    JournalMetrics(MeterRegistry registry) {
        for (Writer writer : Writer.values()) {
            written.put(writer, timer(registry, writer, "written"));
            failed.put(writer, timer(registry, writer, "failed"));
        }
    }

    /** A write that failed may have been stored all the same. */
    public void wrote(Writer writer, boolean succeeded, long nanos) {
        (succeeded ? written : failed).get(writer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private static Timer timer(MeterRegistry registry, Writer writer, String result) {
        return Timer.builder("voice_journal_write")
                .description("Writes to the journal, one each however many events it holds")
                .tags("writer", writer.name().toLowerCase(Locale.ROOT), "result", result)
                .serviceLevelObjectives(WRITE)
                .register(registry);
    }
}
