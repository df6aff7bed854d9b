package dev.tandem.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers bytes that are no HTTP request at all with the same problem+json as everything else; its parse errors repeat input, so none is
 * logged. What cannot be read is the sender's fault: pekko-http's 501 for a method it never heard of would count as ours.
 */
public final class MalformedRequests extends ParsingErrorHandler {

    /** Where pekko-http looks the handler up. */
    public static final MalformedRequests MODULE$ = new MalformedRequests();

    private MalformedRequests() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        String requestId = RequestId.fresh();
        var told = status.intValue() < 500 ? status : StatusCodes.BAD_REQUEST;
        return Answers.problem(
                        Refusal.of(told, "malformed_request", "The request is not valid HTTP/1.1 within our limits."),
                        requestId)
                .addHeader(RawHeader.create(RequestId.HEADER, requestId));
    }
}
