package dev.tandem.api;

import static dev.tandem.http.Endpoint.Access.ANYONE;
import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;
import static org.apache.pekko.http.javadsl.model.HttpMethods.POST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.auth.AdminToken;
import dev.tandem.auth.SessionCookie;
import dev.tandem.http.Answers;
import dev.tandem.http.Bodies;
import dev.tandem.http.Endpoint;
import dev.tandem.http.Endpoint.Exchange;
import dev.tandem.http.Refusal;
import dev.tandem.protocol.api.ApiJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a browser signs in and out. The token itself is shown once and never kept by the browser. */
final class SessionEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger("console");

    record Session(boolean signedIn, List<String> may) {}

    private static final Session IN = new Session(true, List.of("read", "hangup", "reveal"));
    private static final Session OUT = new Session(false, List.of());

    private final AdminToken token;
    private final Door door;
    private final Clock clock;
    private final Materializer materializer;

    SessionEndpoints(AdminToken token, Door door, Clock clock, Materializer materializer) {
        this.token = token;
        this.door = door;
        this.clock = clock;
        this.materializer = materializer;
    }

    List<Endpoint> table() {
        return List.of(
                Endpoint.of(
                        GET,
                        "/api/v1/session",
                        ANYONE,
                        exchange -> done(Answers.ok(door.opens(exchange.request()) ? IN : OUT))),
                new Endpoint(POST, "/api/v1/sign-in", ANYONE, Endpoint.Body.READ, this::signIn),
                Endpoint.of(POST, "/api/v1/sign-out", ANYONE, this::signOut));
    }

    private CompletionStage<HttpResponse> signIn(Exchange exchange) {
        return Bodies.read(exchange.request(), materializer).thenApply(body -> {
            if (!token.matches(presented(body))) {
                LOG.warn("sign-in refused, request {}", exchange.requestId());
                throw Refusal.of(StatusCodes.UNAUTHORIZED, "wrong_token", "That is not the administrator's token.");
            }
            LOG.info("signed in, request {}", exchange.requestId());
            String value = token.sessions().begin(clock.instant());
            return Answers.ok(IN).addHeader(cookie(exchange.request(), value, SessionCookie.LASTS));
        });
    }

    private CompletionStage<HttpResponse> signOut(Exchange exchange) {
        return done(Answers.ok(OUT).addHeader(cookie(exchange.request(), "", Duration.ZERO)));
    }

    private static String presented(byte[] body) {
        try {
            JsonNode json = ApiJson.MAPPER.readTree(body);
            if (json != null && json.path("token").isTextual()) {
                return json.get("token").asText().strip();
            }
        } catch (IOException notJson) {
            // Said below.
        }
        throw Refusal.badRequest("invalid_body", "The body must be JSON with a text named token.");
    }

    private static RawHeader cookie(HttpRequest request, String value, Duration lasts) {
        return RawHeader.create(
                "Set-Cookie",
                SessionCookie.NAME + "=" + value + "; Path=/; Max-Age=" + lasts.toSeconds()
                        + "; HttpOnly; SameSite=Strict" + (Door.isSecure(request) ? "; Secure" : ""));
    }

    private static CompletionStage<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedStage(response);
    }
}
