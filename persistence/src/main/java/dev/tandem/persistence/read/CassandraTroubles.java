package dev.tandem.persistence.read;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.tandem.persistence.schema.ReadSide;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Reads what projections put where people look. */
public final class CassandraTroubles implements Troubles {

    private static final List<String> PROJECTIONS = List.of("registry", "summary");

    private final ClassicActorSystemProvider system;
    private final ReadSide readSide;
    private final Clock clock;

    public CassandraTroubles(ClassicActorSystemProvider system, Clock clock) {
        this.system = system;
        this.readSide = new ReadSide(system);
        this.clock = clock;
    }

    @Override
    public CompletionStage<List<Trouble>> now() {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return collected(Source.from(List.of(today, today.minusDays(1))).flatMapConcat(this::failedSummaries))
                .thenCombine(
                        collected(Source.from(PROJECTIONS).flatMapConcat(this::quarantined)),
                        (summaries, quarantined) -> Stream.concat(summaries.stream(), quarantined.stream())
                                .toList());
    }

    private CompletionStage<List<Trouble>> collected(Source<Trouble, NotUsed> troubles) {
        return troubles.take(MOST).runWith(Sink.seq(), system);
    }

    private Source<Trouble, NotUsed> failedSummaries(LocalDate day) {
        return readSide.rows(
                        MOST,
                        "SELECT call_id, at, error FROM call_read.summary_review WHERE day = ? LIMIT ?",
                        day,
                        MOST)
                .map(row -> trouble(row, null));
    }

    private Source<Trouble, NotUsed> quarantined(String projection) {
        return readSide.rows(
                        MOST,
                        "SELECT call_id, at, error FROM call_read.quarantine WHERE projection = ? LIMIT ?",
                        projection,
                        MOST)
                .map(row -> trouble(row, projection));
    }

    private static Trouble trouble(Row row, String projection) {
        return new Trouble(row.getString("call_id"), projection, row.getInstant("at"), row.getString("error"));
    }
}
