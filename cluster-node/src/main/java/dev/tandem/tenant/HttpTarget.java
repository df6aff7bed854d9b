package dev.tandem.tenant;

import dev.tandem.agent.HttpTools;
import dev.tandem.agent.ToolRequest;
import dev.tandem.agent.UrlGuard;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where and how a tool is reached; header values keep their references to secrets. */
record HttpTarget(String method, String url, Duration timeout, Map<String, String> headers) {

    private static final List<String> METHODS =
            ToolRequest.METHODS.stream().sorted().toList();
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int MAX_HEADERS = 32;
    private static final int MAX_VALUE = 4_096;

    /** A token of RFC 9110. */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    static Optional<HttpTarget> read(Field field, TenantDefaults defaults) {
        return field.section("method", "url", "timeout", "headers").flatMap(http -> {
            Optional<String> method = http.has("method")
                    ? http.optional("method").flatMap(value -> value.oneOf(METHODS))
                    : Optional.of("POST");
            Optional<String> url = http.required("url", "the tool's address, such as https://tools.example.com/orders")
                    .flatMap(value -> url(value, defaults));
            Optional<Duration> timeout = http.has("timeout")
                    ? http.optional("timeout").flatMap(value -> value.duration(SHORTEST, HttpTools.MAX_TIMEOUT))
                    : Optional.of(HttpTools.DEFAULT_TIMEOUT);
            Optional<Map<String, String>> headers = http.has("headers")
                    ? http.optional("headers").flatMap(value -> headers(value, defaults))
                    : Optional.of(Map.of());
            return method.isEmpty() || url.isEmpty() || timeout.isEmpty() || headers.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new HttpTarget(method.get(), url.get(), timeout.get(), headers.get()));
        });
    }

    private static Optional<String> url(Field field, TenantDefaults defaults) {
        return field.text(UrlGuard.MAX_URL_LENGTH)
                .flatMap(url -> UrlGuard.fault(url, defaults.development())
                        .<Optional<String>>map(field::fault)
                        .orElse(Optional.of(url)));
    }

    private static Optional<Map<String, String>> headers(Field field, TenantDefaults defaults) {
        return field.entries().flatMap(section -> {
            Map<String, String> headers = new LinkedHashMap<>();
            Set<String> names = new HashSet<>();
            if (section.fields().size() > MAX_HEADERS) {
                return field.fault("must have at most " + MAX_HEADERS + " headers");
            }
            section.fields().forEach((name, value) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (!HEADER_NAME.matcher(name).matches()) {
                    section.key(name).fault("is no name of an HTTP header, such as X-Api-Key");
                } else if (ToolRequest.OWN_HEADERS.contains(lower)) {
                    section.key(name).fault("must be removed: this header is written by Tandem");
                } else if (!names.add(lower)) {
                    section.key(name).fault("is given twice; upper and lower case do not differ in headers");
                } else {
                    value(value, defaults).ifPresent(text -> headers.put(name, text));
                }
            });
            return headers.size() == section.fields().size()
                    ? Optional.of(Collections.unmodifiableMap(headers))
                    : Optional.empty();
        });
    }

    /** Faults here never show the value: somebody may have written the secret itself. */
    private static Optional<String> value(Field field, TenantDefaults defaults) {
        return field.text(MAX_VALUE).flatMap(text -> {
            if (text.chars().anyMatch(Character::isISOControl)) {
                return field.fault("must be one line without control characters");
            }
            return defaults.secrets()
                    .fault(text)
                    .<Optional<String>>map(fault -> field.fault("cannot be filled in: " + fault))
                    .orElse(Optional.of(text));
        });
    }
}
