package dev.tandem.benchmarks.scale;

import static dev.tandem.benchmarks.scale.Scale.say;

import com.typesafe.config.ConfigFactory;
import dev.tandem.benchmarks.micro.Samples;
import dev.tandem.protocol.call.CallEvent;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;

/** What calls leave in the journal: events and bytes of a sample call, by the journal's own serializer. */
final class JournalSizes {

    /** Columns of a row besides event, manifest and persistence id: sequence number, timestamp, bucket, writer, ids. */
    private static final int OTHER_COLUMNS = 8 + 16 + 13 + 36 + 4;

    private static final int SECONDS_A_DAY = 86_400;

    private JournalSizes() {}

    static void print(int calls, int meanSeconds) {
        List<CallEvent> journal = Samples.journal(Math.max(1, meanSeconds / 60));
        ActorSystem system = ActorSystem.create("sizes", ConfigFactory.load(ConfigFactory.defaultReference()));
        long bytes = 0;
        long row = 0;
        long lifecycle = 0;
        try {
            Serialization serialization = SerializationExtension.get(system);
            for (CallEvent event : journal) {
                var serializer = serialization.findSerializerFor(event);
                int size = serializer.toBinary(event).length;
                int whole = size
                        + Serializers.manifestFor(serializer, event).length()
                        + "Call|rtc_479a275623b54bdb9b6fbae2f7cbd408".length()
                        + OTHER_COLUMNS;
                bytes += size;
                row += whole;
                if (event instanceof CallEvent.Lifecycle) {
                    lifecycle++;
                }
            }
        } finally {
            system.terminate();
        }
        double perSecond = (double) calls / meanSeconds;
        say("");
        say("journal of one call of %d s: %d events, of which %d lifecycle", meanSeconds, journal.size(), lifecycle);
        say(
                "  event on average %d bytes, its row %d bytes; the call's rows %d bytes",
                bytes / journal.size(), row / journal.size(), row);
        say("  %.0f events/s, %.1f MB/s", perSecond * journal.size(), perSecond * row / 1e6);
        say(
                "  a day: %.0f million calls and as many partitions, %.1f billion rows, %.1f TB before compression and copies",
                perSecond * SECONDS_A_DAY / 1e6,
                perSecond * SECONDS_A_DAY * journal.size() / 1e9,
                perSecond * SECONDS_A_DAY * row / 1e12);
    }
}
