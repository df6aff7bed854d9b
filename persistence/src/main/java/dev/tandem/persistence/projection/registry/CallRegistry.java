package dev.tandem.persistence.projection.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.projection.CallProjection;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.Upsert;
import dev.tandem.protocol.api.ApiJson;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One row per call for each list it is on: all calls, and its tenant's; by day, newest first. */
public final class CallRegistry implements CallProjection {

    /** The list of all calls. */
    public static final String ALL = "*";

    /** Days of lists that are known to be noted, before all are forgotten and noted again. */
    private static final int MOST_LISTED_DAYS = 10_000;

    private final Prices prices;
    private final Set<ListDay> listedDays = ConcurrentHashMap.newKeySet();

    /** A day of one list. */
    private record ListDay(String scope, LocalDate day) {}

    public CallRegistry(Prices prices) {
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
    public List<Upsert> writes(CallRecord record) {
        String view = json(record.entry(prices));
        List<Upsert> writes = new ArrayList<>();
        for (ListDay list : lists(record)) {
            writes.add(Upsert.of(
                    "INSERT INTO call_read.calls (scope, day, offered_at, call_id, entry) VALUES (?, ?, ?, ?, ?)"
                            + " USING TIMESTAMP ?",
                    list.scope(),
                    list.day(),
                    record.offeredAt(),
                    record.callId(),
                    view,
                    record.lastSeq()));
            if (!listedDays.contains(list)) {
                writes.add(Upsert.of(
                        "INSERT INTO call_read.call_days (scope, day) VALUES (?, ?)", list.scope(), list.day()));
            }
        }
        return writes;
    }

    @Override
    public void stored(CallRecord record) {
        List<ListDay> days = lists(record);
        if (listedDays.size() + days.size() > MOST_LISTED_DAYS) {
            listedDays.clear();
        }
        listedDays.addAll(days);
    }

    private static List<ListDay> lists(CallRecord record) {
        LocalDate day = day(record.offeredAt());
        return scopes(record.tenant()).stream()
                .map(scope -> new ListDay(scope, day))
                .toList();
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
