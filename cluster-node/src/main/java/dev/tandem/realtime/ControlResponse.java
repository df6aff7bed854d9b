package dev.tandem.realtime;

import dev.tandem.protocol.control.ControlError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a provider's response, or its absence, means for a call control request. */
final class ControlResponse {
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private ControlResponse() {}

    /** 2xx only: what Pekko calls a success includes redirections. */
    static boolean done(HttpResponse response) {
        return response.status().intValue() / 100 == 2;
    }

    static void give(ControlRequest request, HttpResponse response, byte[] body) {
        int status = response.status().intValue();
        if (done(response)) {
            request.done();
            return;
        }
        ControlError error = ControlError.read(status, body);
        String detail = "HTTP " + status + (error.code() == null ? "" : " " + error.code()) + ": " + error.message();
        switch (status) {
            case 404 -> request.gone(detail);
            // Turned away before anything was done.
            case 425, 429 -> request.unavailable(detail, false, retryAfter(response));
            default -> {
                if (status >= 500 || status == 408) request.unavailable(detail, true, retryAfter(response));
                else request.refused(status, detail);
            }
        }
    }

    /** {@code Retry-After} (RFC 9110 section 10.2.3) in seconds or as a date, or the vendor's {@code retry-after-ms}. */
    private static Duration retryAfter(HttpResponse response) {
        return header(response, "retry-after-ms")
                .flatMap(ControlResponse::number)
                .map(ms -> Duration.ofNanos((long) (ms * 1e6)))
                .or(() -> header(response, "retry-after").flatMap(ControlResponse::secondsOrDate))
                .filter(Duration::isPositive)
                .map(wait -> wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait)
                .orElse(Duration.ZERO);
    }

    private static Optional<Duration> secondsOrDate(String value) {
        Optional<Duration> seconds = number(value).map(s -> Duration.ofNanos((long) (s * 1e9)));
        if (seconds.isPresent()) return seconds;
        try {
            var until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(ZonedDateTime.now(until.getZone()), until));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Optional<Double> number(String value) {
        try {
            return Optional.of(Double.valueOf(value)).filter(Double::isFinite);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<String> header(HttpResponse response, String name) {
        return response.getHeader(name).map(HttpHeader::value).map(String::strip);
    }
}
