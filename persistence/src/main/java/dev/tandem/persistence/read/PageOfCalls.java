package dev.tandem.persistence.read;

import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.persistence.projection.registry.SummaryEntry;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallPage;
import dev.tandem.protocol.api.CallView;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Gathers one page from the rows of a list; used by one reading, row after row. */
final class PageOfCalls {

    /** Most rows looked at for one page: a rare filter gives a short page and a cursor to go on from. */
    private static final int MOST_ROWS = 5_000;

    private final CallFilter filter;
    private final int limit;
    private final List<CallView> calls = new ArrayList<>();
    private ListCursor last;
    private int rows;
    private boolean more;

    PageOfCalls(CallFilter filter, int limit) {
        this.filter = filter;
        this.limit = limit;
    }

    /** True when the page wants another row. */
    boolean take(Row row) {
        if (rows == MOST_ROWS) {
            more = true;
            return false;
        }
        rows++;
        String view = row.getString("entry");
        CallView call = view == null ? null : read(view, CallView.class);
        if (call != null && matches(call)) {
            if (calls.size() == limit) {
                more = true;
                return false;
            }
            calls.add(withSummary(call, row.getString("summary")));
        }
        last = new ListCursor(row.getInstant("offered_at"), row.getString("call_id"));
        return true;
    }

    CallPage page() {
        return new CallPage(calls, more ? last.text() : null);
    }

    private boolean matches(CallView call) {
        return (filter.status() == null || filter.status().equals(call.status()))
                && (filter.to() == null || filter.to().equals(call.to()));
    }

    private static CallView withSummary(CallView call, String summary) {
        if (summary == null) {
            return call;
        }
        SummaryEntry entry = read(summary, SummaryEntry.class);
        return new CallView(
                call.id(),
                call.tenant(),
                call.agent(),
                call.direction(),
                call.from(),
                call.to(),
                call.status(),
                call.termination(),
                call.offeredAt(),
                call.answeredAt(),
                call.endedAt(),
                call.durationMs(),
                call.setupMs(),
                call.turns(),
                call.interruptions(),
                call.admission(),
                call.toolCalls(),
                call.transcript(),
                call.gaps(),
                call.attaches(),
                call.usage(),
                entry.cost(),
                entry.summary());
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return ApiJson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A row of the call registry cannot be read", e);
        }
    }
}
