package dev.tandem.persistence.projection.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.projection.CallProjection;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.persistence.schema.Upsert;
import dev.tandem.protocol.api.ApiJson;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
        LocalDate day = day(record.offeredAt());
        String view = json(record.entry(prices));
        List<ListDay> unlisted = new ArrayList<>();
        List<Upsert> writes = new ArrayList<>();
        for (String scope : scopes(record.tenant())) {
            writes.add(Upsert.of(
                    "INSERT INTO call_read.calls (scope, day, offered_at, call_id, entry) VALUES (?, ?, ?, ?, ?)"
                            + " USING TIMESTAMP ?",
                    scope,
                    day,
                    record.offeredAt(),
                    record.callId(),
                    view,
                    record.lastSeq()));
            if (!listedDays.contains(new ListDay(scope, day))) {
                writes.add(Upsert.of("INSERT INTO call_read.call_days (scope, day) VALUES (?, ?)", scope, day));
                unlisted.add(new ListDay(scope, day));
            }
        }
        return readSide.upsertAll(writes).thenApply(done -> {
            listed(unlisted);
            return done;
        });
    }

    private void listed(List<ListDay> days) {
        if (listedDays.size() + days.size() > MOST_LISTED_DAYS) {
            listedDays.clear();
        }
        listedDays.addAll(days);
    }

    /** What adds the settled summary to the call's rows. */
    public List<Upsert> summarized(CallRecord record, SummaryEntry entry) {
        String summary = json(entry);
        return scopes(record.tenant()).stream()
                .map(scope -> Upsert.of(
                        "UPDATE call_read.calls SET summary = ?"
                                + " WHERE scope = ? AND day = ? AND offered_at = ? AND call_id = ?",
                        summary,
                        scope,
                        day(record.offeredAt()),
                        record.offeredAt(),
                        record.callId()))
                .toList();
    }

    private static String json(Object value) {
        try {
            return ApiJson.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record is always JSON", e);
        }
    }
}
