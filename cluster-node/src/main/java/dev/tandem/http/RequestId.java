package dev.tandem.http;

import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** The id that names one request in its answer and in the log. */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    /** What a caller may choose; anything else is replaced, because it is written to the log. */
    private static final Pattern CALLERS_CHOICE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** The caller's own id where it is a harmless one, else a new one. */
    static String of(HttpRequest request) {
        return request.getHeader(HEADER)
                .map(HttpHeader::value)
                .filter(id -> CALLERS_CHOICE.matcher(id).matches())
                .orElseGet(RequestId::fresh);
    }

    static String fresh() {
        return "req_" + UUID.randomUUID();
    }
}
