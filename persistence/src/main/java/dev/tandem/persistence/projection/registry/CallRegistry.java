package dev.tandem.persistence.projection.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.projection.CallProjection;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.protocol.api.ApiJson;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.pekko.Done;

/** One row per call for each list it is on: all calls, and its tenant's; by day, newest first. */
public final class CallRegistry implements CallProjection {

    /** The list of all calls. */
    public static final String ALL = "*";

    /** Days of lists that are known to be noted, before all are forgotten and noted again. */
    private static final int MOST_LISTED_DAYS = 10_000;

    private final ReadSide readSide;
    private final Prices prices;
    private final Set<ListDay> listedDays = ConcurrentHashMap.newKeySet();

    /** A day of one list. */
    private record ListDay(String scope, LocalDate day) {}

    public CallRegistry(ReadSide readSide, Prices prices) {
        this.readSide = readSide;
        this.prices = prices;
    }

    /** The list of one tenant's calls. */
    public static String scope(String tenant) {
        return "t:" + tenant;
    }

    /** The lists a call is on as far as is known. */
    public static List<String> scopes(String tenant) {
        return tenant == null ? List.of(ALL) : List.of(ALL, scope(tenant));
    }

    /** The day a call is listed under, UTC. */
    public static LocalDate day(Instant offeredAt) {
        return offeredAt.atZone(ZoneOffset.UTC).toLocalDate();
    }

    @Override
    public String name() {
        return "registry";
    }

    /** Rows are written as of the journal's last sequence number: an older record never replaces a newer one. */
    @Override
    public CompletionStage<Done> project(CallRecord record) {
        Instant offeredAt = record.offeredAt();
        String view = json(record.entry(prices));
        List<CompletionStage<Done>> writes = new ArrayList<>();
        for (String scope : scopes(record.tenant())) {
            writes.add(readSide.upsert(
                    "INSERT INTO call_read.calls (scope, day, offered_at, call_id, entry) VALUES (?, ?, ?, ?, ?)"
                            + " USING TIMESTAMP ?",
                    scope,
                    day(offeredAt),
                    offeredAt,
                    record.callId(),
                    view,
                    record.lastSeq()));
            writes.add(listed(new ListDay(scope, day(offeredAt))));
        }
        return all(writes.stream());
    }

    private CompletionStage<Done> listed(ListDay listed) {
        if (listedDays.contains(listed)) {
            return CompletableFuture.completedStage(Done.getInstance());
        }
        return readSide.upsert(
                        "INSERT INTO call_read.call_days (scope, day) VALUES (?, ?)", listed.scope(), listed.day())
                .thenApply(done -> {
                    if (listedDays.size() >= MOST_LISTED_DAYS) {
                        listedDays.clear();
                    }
                    listedDays.add(listed);
                    return done;
                });
    }

    /** Adds the settled summary to the call's rows. */
    public CompletionStage<Done> summarized(CallRecord record, SummaryEntry entry) {
        String summary = json(entry);
        return all(scopes(record.tenant()).stream()
                .map(scope -> readSide.upsert(
                        "UPDATE call_read.calls SET summary = ?"
                                + " WHERE scope = ? AND day = ? AND offered_at = ? AND call_id = ?",
                        summary,
                        scope,
                        day(record.offeredAt()),
                        record.offeredAt(),
                        record.callId())));
    }

    private static CompletionStage<Done> all(Stream<CompletionStage<Done>> writes) {
        return writes.reduce((one, other) -> one.thenCombine(other, (a, b) -> a))
                .orElseThrow();
    }

    private static String json(Object value) {
        try {
            return ApiJson.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record is always JSON", e);
        }
    }
}
