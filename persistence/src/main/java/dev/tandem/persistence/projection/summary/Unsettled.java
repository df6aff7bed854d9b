package dev.tandem.persistence.projection.summary;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.persistence.schema.Upsert;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/** The calls whose summary is not settled: so what is to be done is never forgotten. */
public final class Unsettled {

    private static final int PAGE = 200;

    /** Fixed for ever: rows are found again by it. */
    private static final int SLICES = 16;

    /** Newer than any journal's last record, older than any removal, whose time is the clock's in microseconds. */
    private static final long LAST_OF_ALL = Integer.MAX_VALUE;

    private final ReadSide readSide;

    /** One such call; {@code ended} as far as was seen. */
    public record Entry(String callId, Instant offeredAt, boolean ended) {}

    public Unsettled(ReadSide readSide) {
        this.readSide = readSide;
    }

    /** Written as of the journal's last sequence number: once removed, the call does not come back by a later record. */
    static Upsert addition(CallRecord record, boolean ended) {
        return Upsert.of(
                "INSERT INTO call_read.unsettled (slice, call_id, offered_at, ended) VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
                slice(record.callId()),
                record.callId(),
                record.offeredAt(),
                ended,
                record.lastSeq());
    }

    /** Noted by the node whose call ended, at once: should it die before what follows is done, the sweep finds the call by this. */
    public CompletionStage<Done> ended(String callId) {
        return readSide.upsert(
                "INSERT INTO call_read.unsettled (slice, call_id, ended) VALUES (?, ?, true) USING TIMESTAMP ?",
                slice(callId),
                callId,
                LAST_OF_ALL);
    }

    CompletionStage<Done> remove(String callId) {
        return readSide.upsertAll(List.of(removal(callId)));
    }

    static Upsert removal(String callId) {
        return Upsert.of("DELETE FROM call_read.unsettled WHERE slice = ? AND call_id = ?", slice(callId), callId);
    }

    Source<Entry, NotUsed> all() {
        return Source.range(0, SLICES - 1)
                .flatMapConcat(slice -> readSide.rows(
                        PAGE, "SELECT call_id, offered_at, ended FROM call_read.unsettled WHERE slice = ?", slice))
                .map(Unsettled::entry);
    }

    /** CRC-32 of the id's UTF-8 bytes modulo {@link #SLICES}: the same in every version and JVM. */
    static int slice(String callId) {
        CRC32 crc = new CRC32();
        crc.update(callId.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % SLICES);
    }

    private static Entry entry(Row row) {
        Instant offeredAt = row.getInstant("offered_at");
        // A row of which only a part is left must not stop the sweep for all others.
        return new Entry(
                row.getString("call_id"), offeredAt == null ? Instant.EPOCH : offeredAt, row.getBoolean("ended"));
    }
}
