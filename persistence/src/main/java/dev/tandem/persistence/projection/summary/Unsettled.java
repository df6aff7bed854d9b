package dev.tandem.persistence.projection.summary;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.tandem.persistence.journal.CallTags;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/** The calls whose summary is not settled: written before the projection's offset, so what is to be done is never forgotten. */
public final class Unsettled {

    private static final int PAGE = 200;

    private final ReadSide readSide;

    /** One such call; {@code ended} as far as was seen. */
    public record Entry(String callId, Instant offeredAt, boolean ended) {}

    public Unsettled(ReadSide readSide) {
        this.readSide = readSide;
    }

    /** Written as of the journal's last sequence number: once removed, the call does not come back by a later record. */
    CompletionStage<Done> add(CallRecord record, boolean ended) {
        return readSide.upsert(
                "INSERT INTO call_read.unsettled (slice, call_id, offered_at, ended) VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
                CallTags.slice(record.callId()),
                record.callId(),
                record.offeredAt(),
                ended,
                record.lastSeq());
    }

    CompletionStage<Done> remove(String callId) {
        return readSide.upsert(
                "DELETE FROM call_read.unsettled WHERE slice = ? AND call_id = ?", CallTags.slice(callId), callId);
    }

    Source<Entry, NotUsed> all() {
        return Source.range(0, CallTags.SLICES - 1)
                .flatMapConcat(slice -> readSide.rows(
                        PAGE, "SELECT call_id, offered_at, ended FROM call_read.unsettled WHERE slice = ?", slice))
                .map(Unsettled::entry);
    }

    private static Entry entry(Row row) {
        Instant offeredAt = row.getInstant("offered_at");
        // A row of which only a part is left must not stop the sweep for all others.
        return new Entry(
                row.getString("call_id"), offeredAt == null ? Instant.EPOCH : offeredAt, row.getBoolean("ended"));
    }
}
