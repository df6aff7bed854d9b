package dev.tandem.api;

import dev.tandem.http.Refusal;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.persistence.read.Calls;
import dev.tandem.protocol.api.CallFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
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

    private static final Set<String> KNOWN =
            new TreeSet<>(List.of("tenant", "status", "to", "from", "until", "limit", "cursor"));
    private static final Set<String> STATUSES =
            Arrays.stream(LiveEvent.Status.values()).map(LiveEvent.Status::slug).collect(Collectors.toSet());
    private static final int MAX_TEXT = 128;
    private static final int MAX_CURSOR = 1_024;

    /** @throws Refusal naming the parameter that is wrong */
    static CallQuery parse(Map<String, List<String>> query) {
        query.forEach((name, values) -> {
            if (!KNOWN.contains(name)) {
                throw Refusal.badRequest(
                        "unknown_parameter",
                        "Parameters are " + String.join(", ", KNOWN) + "; one given is none of them.");
            }
            if (values.size() > 1) {
                throw Refusal.badRequest("repeated_parameter", "The parameter " + name + " is given more than once.");
            }
        });
        Instant from = instant(query, "from");
        Instant until = instant(query, "until");
        if (from != null && until != null && !from.isBefore(until)) {
            throw Refusal.badRequest("invalid_range", "from must be before until.");
        }
        CallFilter filter = new CallFilter(text(query, "tenant", MAX_TEXT), status(query), dialled(query), from, until);
        return new CallQuery(filter, text(query, "cursor", MAX_CURSOR), limit(query));
    }

    private static String status(Map<String, List<String>> query) {
        String status = text(query, "status", MAX_TEXT);
        if (status != null && !STATUSES.contains(status)) {
            throw Refusal.badRequest("invalid_status", "status is one of " + new TreeSet<>(STATUSES) + ".");
        }
        return status;
    }

    /** A plus sign left unencoded arrives as a space. */
    private static String dialled(Map<String, List<String>> query) {
        String to = text(query, "to", MAX_TEXT);
        return to != null && to.startsWith(" ") ? "+" + to.substring(1) : to;
    }

    private static int limit(Map<String, List<String>> query) {
        String limit = text(query, "limit", MAX_TEXT);
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

    private static Instant instant(Map<String, List<String>> query, String name) {
        String text = text(query, name, MAX_TEXT);
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            // Years that no clock of ours, and no 64-bit count of milliseconds, reaches.
            if (instant.isAfter(Instant.EPOCH) && instant.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Answered like a time out of range.
        }
        throw Refusal.badRequest("invalid_" + name, name + " is a time such as 2026-07-01T09:30:00Z.");
    }

    private static String text(Map<String, List<String>> query, String name, int maxLength) {
        List<String> values = query.get(name);
        if (values == null) {
            return null;
        }
        String value = values.get(0);
        if (value.isBlank() || value.length() > maxLength || value.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.badRequest(
                    "invalid_" + name, name + " must have from 1 to " + maxLength + " printable characters.");
        }
        return value;
    }
}
