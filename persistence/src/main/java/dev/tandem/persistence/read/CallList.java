package dev.tandem.persistence.read;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.tandem.persistence.projection.registry.CallRegistry;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallPage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Walks the call registry from the newest day with calls to the oldest asked for. */
final class CallList {

    /** Days with calls that one list goes back over: ten years. */
    private static final int MOST_DAYS = 3_660;

    private final ClassicActorSystemProvider system;
    private final ReadSide readSide;

    CallList(ClassicActorSystemProvider system, ReadSide readSide) {
        this.system = system;
        this.readSide = readSide;
    }

    CompletionStage<CallPage> page(CallFilter filter, ListCursor cursor, int limit) {
        String scope = filter.tenant() == null ? CallRegistry.ALL : CallRegistry.scope(filter.tenant());
        ListCursor after = filter.until() != null && filter.until().isBefore(cursor.offeredAt())
                ? new ListCursor(filter.until(), "")
                : cursor;
        Instant from = filter.from() == null ? Instant.EPOCH : filter.from();
        PageOfCalls page = new PageOfCalls(filter, limit);
        return days(scope, CallRegistry.day(from), CallRegistry.day(after.offeredAt()))
                .flatMapConcat(day -> rows(scope, day, after, from, limit))
                .takeWhile(page::take)
                .runWith(Sink.ignore(), system)
                .thenApply(done -> page.page());
    }

    private Source<LocalDate, NotUsed> days(String scope, LocalDate oldest, LocalDate newest) {
        return readSide.rows(
                        MOST_DAYS,
                        "SELECT day FROM call_read.call_days WHERE scope = ? AND day >= ? AND day <= ? LIMIT ?",
                        scope,
                        oldest,
                        newest,
                        MOST_DAYS)
                .map(row -> row.getLocalDate("day"));
    }

    private Source<Row, NotUsed> rows(String scope, LocalDate day, ListCursor after, Instant from, int limit) {
        return readSide.rows(
                limit + 1,
                "SELECT offered_at, call_id, entry, summary FROM call_read.calls WHERE scope = ? AND day = ?"
                        + " AND (offered_at, call_id) < (?, ?) AND (offered_at, call_id) >= (?, '')",
                scope,
                day,
                after.offeredAt(),
                after.callId(),
                from);
    }
}
