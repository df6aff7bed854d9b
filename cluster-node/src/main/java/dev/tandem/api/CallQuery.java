package dev.tandem.api;

import dev.tandem.http.Refusal;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.persistence.read.Calls;
import dev.tandem.protocol.api.CallFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a list of calls was asked for.
 *
 * @param cursor where the page begins, or null for the first
 */
record CallQuery(CallFilter filter, String cursor, int limit) {

    static final int DEFAULT_LIMIT = 50;

    private static final List<String> KNOWN = List.of("tenant", "status", "to", "from", "until", "limit", "cursor");
    private static final Set<String> STATUSES =
            Arrays.stream(LiveEvent.Status.values()).map(LiveEvent.Status::slug).collect(Collectors.toSet());
    private static final int MAX_TEXT = 128;
    private static final int MAX_CURSOR = 1_024;

    /** @throws Refusal naming the parameter that is wrong */
    static CallQuery parse(Map<String, List<String>> parameters) {
        QueryText query = new QueryText(parameters, KNOWN);
        Instant from = query.instant("from");
        Instant until = query.instant("until");
        if (from != null && until != null && !from.isBefore(until)) {
            throw Refusal.badRequest("invalid_range", "from must be before until.");
        }
        CallFilter filter = new CallFilter(query.text("tenant", MAX_TEXT), status(query), dialled(query), from, until);
        return new CallQuery(filter, query.text("cursor", MAX_CURSOR), limit(query));
    }

    private static String status(QueryText query) {
        String status = query.text("status", MAX_TEXT);
        if (status != null && !STATUSES.contains(status)) {
            throw Refusal.badRequest("invalid_status", "status is one of " + new TreeSet<>(STATUSES) + ".");
        }
        return status;
    }

    /** A plus sign left unencoded arrives as a space. */
    private static String dialled(QueryText query) {
        String to = query.text("to", MAX_TEXT);
        return to != null && to.startsWith(" ") ? "+" + to.substring(1) : to;
    }

    private static int limit(QueryText query) {
        String limit = query.text("limit", MAX_TEXT);
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= Calls.MAX_PAGE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered like a number out of range.
        }
        throw Refusal.badRequest("invalid_limit", "limit is a whole number from 1 to " + Calls.MAX_PAGE + ".");
    }
}
