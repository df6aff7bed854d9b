package dev.tandem.api;

import dev.tandem.http.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The parameters of a request, each of which must be known, given once, and printable. */
final class QueryText {

    private static final int MAX_TEXT = 128;

    private final Map<String, List<String>> query;

    /** @throws Refusal naming the parameter that is wrong */
    QueryText(Map<String, List<String>> query, List<String> known) {
        this.query = query;
        query.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw Refusal.badRequest(
                        "unknown_parameter",
                        "Parameters are " + String.join(", ", new TreeSet<>(known)) + "; one given is none of them.");
            }
            if (values.size() > 1) {
                throw Refusal.badRequest("repeated_parameter", "The parameter " + name + " is given more than once.");
            }
        });
    }

    Instant instant(String name) {
        String text = text(name, MAX_TEXT);
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

    /** Null when it is not given. */
    String text(String name, int maxLength) {
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
