package dev.tandem.http;

import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** A request that will not be served as it stands, with everything its answer says. */
public final class Refusal extends RuntimeException {

    private final transient StatusCode status;
    private final String code;
    private final String header;
    private final String headerValue;

    private Refusal(StatusCode status, String code, String detail, String header, String headerValue) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.header = header;
        this.headerValue = headerValue;
    }

    /**
     * @param code stable and snake_case, for programs
     * @param detail one sentence for people: what is wrong and what would be right; never what a person said
     */
    public static Refusal of(StatusCode status, String code, String detail) {
        return new Refusal(status, code, detail, null, null);
    }

    public static Refusal badRequest(String code, String detail) {
        return of(StatusCodes.BAD_REQUEST, code, detail);
    }

    public static Refusal notFound(String code, String detail) {
        return of(StatusCodes.NOT_FOUND, code, detail);
    }

    /** Nothing is wrong with the request; it may succeed after {@code seconds}. */
    public static Refusal unavailable(String code, String detail, int seconds) {
        return of(StatusCodes.SERVICE_UNAVAILABLE, code, detail).with("Retry-After", Integer.toString(seconds));
    }

    /** The same refusal with one more header on its answer. */
    public Refusal with(String name, String value) {
        return new Refusal(status, code, getMessage(), name, value);
    }

    public StatusCode status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The name of the extra header, or null. */
    public String header() {
        return header;
    }

    public String headerValue() {
        return headerValue;
    }
}
