package dev.tandem.node.doctor;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the provider's API can be reached from here, and knows the key. */
record ProviderCheck(Config config, Clocks clocks) implements Check {

    private static final String SUBJECT = "OpenAI";

    @Override
    public List<Finding> look() {
        String base = config.getString("tandem.openai.base-url").replaceFirst("/+$", "");
        List<Finding> findings = new ArrayList<>();
        try {
            Instant before = Instant.now();
            HttpResponse<String> answer = Asking.get(URI.create(base + "/models"), headers());
            answer.headers().firstValue("Date").ifPresent(date -> compare(date, before));
            findings.add(finding(base, answer.statusCode()));
        } catch (IOException | IllegalArgumentException unreachable) {
            findings.add(Finding.fail(
                    SUBJECT,
                    base + " cannot be reached: " + Asking.said(unreachable)
                            + ". Look at DNS, the firewall, a proxy, and OPENAI_BASE_URL."));
        }
        return findings;
    }

    private Finding finding(String base, int status) {
        if (status == 401 || status == 403) {
            return Finding.fail(
                    SUBJECT, base + " answers, but refuses the key (" + status + "): look at OPENAI_API_KEY.");
        }
        return status >= 500
                ? Finding.warn(SUBJECT, base + " answers " + status + "; it may be in trouble itself.")
                : Finding.ok(SUBJECT, base + " answers");
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        if (!config.getString("tandem.openai.api-key").isBlank()) {
            headers.put("Authorization", "Bearer " + config.getString("tandem.openai.api-key"));
        }
        if (!config.getString("tandem.openai.project-id").isBlank()) {
            headers.put("OpenAI-Project", config.getString("tandem.openai.project-id"));
        }
        return headers;
    }

    /** A date of HTTP is cut to the second: its middle is meant. */
    private void compare(String date, Instant before) {
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .plusMillis(500);
            Instant after = Instant.now();
            clocks.tell("OpenAI", theirs, before.plusMillis((after.toEpochMilli() - before.toEpochMilli()) / 2));
        } catch (DateTimeException noDate) {
            // Whose date cannot be read is not compared with.
        }
    }
}
