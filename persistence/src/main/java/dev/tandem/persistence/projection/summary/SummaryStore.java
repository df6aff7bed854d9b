package dev.tandem.persistence.projection.summary;

import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.persistence.projection.registry.CallRegistry;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.persistence.schema.Upsert;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.call.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The rows of summaries, which are the claims as well: every write is a compare-and-set. */
public final class SummaryStore {

    private static final String IF_MINE = " WHERE call_id = ? IF owner = ? AND state = 'claimed'";

    private final ReadSide readSide;

    public SummaryStore(ReadSide readSide) {
        this.readSide = readSide;
    }

    public CompletionStage<Optional<StoredSummary>> find(String callId) {
        return readSide.one("SELECT * FROM call_read.summaries WHERE call_id = ?", callId)
                .thenApply(row -> row.map(SummaryStore::stored));
    }

    /** True when the call is now {@code owner}'s, for the first time or because an earlier claim's lease ran out. */
    CompletionStage<Boolean> claim(String callId, String owner, Instant now, Instant leaseUntil) {
        return readSide.compareAndSet(
                        "INSERT INTO call_read.summaries (call_id, state, owner, lease_until, tries)"
                                + " VALUES (?, 'claimed', ?, ?, 1) IF NOT EXISTS",
                        callId,
                        owner,
                        leaseUntil)
                .thenCompose(row -> {
                    if (applied(row)) {
                        return CompletableFuture.completedStage(true);
                    }
                    StoredSummary there = stored(row);
                    return there.settled() || there.heldAt(now)
                            ? CompletableFuture.completedStage(false)
                            : takeOver(callId, owner, leaseUntil, there);
                });
    }

    private CompletionStage<Boolean> takeOver(String callId, String owner, Instant leaseUntil, StoredSummary there) {
        return readSide.compareAndSet(
                        "UPDATE call_read.summaries SET owner = ?, lease_until = ?, tries = 1"
                                + " WHERE call_id = ? IF owner = ? AND lease_until = ? AND state = 'claimed'",
                        owner,
                        leaseUntil,
                        callId,
                        there.owner(),
                        there.leaseUntil())
                .thenApply(SummaryStore::applied);
    }

    /** Keeps the claim for another try or the pause before it; false when it was lost. */
    CompletionStage<Boolean> keep(String callId, String owner, int tries, Instant leaseUntil) {
        return readSide.compareAndSet(
                        "UPDATE call_read.summaries SET lease_until = ?, tries = ?" + IF_MINE,
                        leaseUntil,
                        tries,
                        callId,
                        owner)
                .thenApply(SummaryStore::applied);
    }

    CompletionStage<Boolean> ready(String callId, StoredSummary summary) {
        return readSide.compareAndSet(
                        "UPDATE call_read.summaries SET state = 'ready', analysis = ?, model = ?, usage = ?" + IF_MINE,
                        json(summary.analysis()),
                        summary.model(),
                        json(summary.usage()),
                        callId,
                        summary.owner())
                .thenApply(SummaryStore::applied);
    }

    CompletionStage<Boolean> failed(String callId, StoredSummary summary) {
        return readSide.compareAndSet(
                        "UPDATE call_read.summaries SET state = 'failed', error = ?" + IF_MINE,
                        summary.error(),
                        callId,
                        summary.owner())
                .thenApply(SummaryStore::applied);
    }

    /** Settles a call no model needs to read; what is there already stays. */
    CompletionStage<Boolean> readyWithoutModel(String callId, StoredSummary summary) {
        return readSide.compareAndSet(
                        "INSERT INTO call_read.summaries (call_id, state, tries, analysis)"
                                + " VALUES (?, 'ready', 0, ?) IF NOT EXISTS",
                        callId,
                        json(summary.analysis()))
                .thenApply(SummaryStore::applied);
    }

    /** Tells lists of a settled summary, and those who look after failed ones. */
    CompletionStage<Done> tell(CallRecord record, StoredSummary summary, List<Upsert> lists) {
        List<Upsert> everywhere = new ArrayList<>(lists);
        everywhere.addAll(reviewed(record, summary));
        return readSide.upsertAll(everywhere);
    }

    private static List<Upsert> reviewed(CallRecord record, StoredSummary summary) {
        if (summary.state() != StoredSummary.State.FAILED) {
            return List.of();
        }
        Instant ended = record.end().at();
        return List.of(Upsert.of(
                "INSERT INTO call_read.summary_review (day, call_id, at, tries, error) VALUES (?, ?, ?, ?, ?)",
                CallRegistry.day(ended),
                record.callId(),
                ended,
                summary.tries(),
                summary.error()));
    }

    private static boolean applied(Row row) {
        return row.getBoolean("[applied]");
    }

    private static StoredSummary stored(Row row) {
        return new StoredSummary(
                StoredSummary.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("owner"),
                row.getInstant("lease_until"),
                row.getInt("tries"),
                read(row.getString("analysis"), Analysis.class),
                row.getString("model"),
                read(row.getString("usage"), Usage.class),
                row.getString("error"));
    }

    private static String json(Object value) {
        try {
            return ApiJson.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record is always JSON", e);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return json == null ? null : ApiJson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row of summaries holds what is no " + type.getSimpleName(), e);
        }
    }
}
