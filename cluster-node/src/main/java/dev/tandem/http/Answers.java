package dev.tandem.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.api.Problem;
import java.io.UncheckedIOException;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The bodies every HTTP answer of ours has: JSON, or problem+json when it is an error. */
public final class Answers {

    private static final ContentType PROBLEM = MediaTypes.applicationWithOpenCharset("problem+json")
            .toContentType(org.apache.pekko.http.javadsl.model.HttpCharsets.UTF_8);

    private Answers() {}

    public static HttpResponse ok(Object body) {
        return json(StatusCodes.OK, body);
    }

    public static HttpResponse json(StatusCode status, Object body) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, bytes(body)));
    }

    /** An error as RFC 9457 tells it; {@code type} stays {@code about:blank}, {@code code} is what programs read. */
    static HttpResponse problem(Refusal refusal, String requestId) {
        StatusCode status = refusal.status();
        Problem problem = new Problem(
                "about:blank", status.reason(), status.intValue(), refusal.code(), refusal.getMessage(), requestId);
        HttpResponse answer =
                HttpResponse.create().withStatus(status).withEntity(HttpEntities.create(PROBLEM, bytes(problem)));
        if (status.equals(StatusCodes.CONTENT_TOO_LARGE) || status.equals(StatusCodes.REQUEST_TIMEOUT)) {
            // The body may not have been read to its end; then nothing more can come on this connection, and its sender
            // must know.
            answer = answer.addHeader(Connection.create("close"));
        }
        return refusal.header() == null
                ? answer
                : answer.addHeader(RawHeader.create(refusal.header(), refusal.headerValue()));
    }

    private static byte[] bytes(Object body) {
        try {
            return ApiJson.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
