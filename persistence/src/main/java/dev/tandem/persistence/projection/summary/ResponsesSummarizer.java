package dev.tandem.persistence.projection.summary;

import dev.tandem.persistence.projection.summary.SummaryOutcome.NotSummarized;
import dev.tandem.protocol.call.Verdict;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.HttpCredentials;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import scala.concurrent.duration.Duration;

/** Asks the Responses API, with one idempotency key per call. */
public final class ResponsesSummarizer implements Summarizer {

    /** An answer of {@code max-output-tokens} is some ten kilobytes. */
    private static final long LONGEST_ANSWER = 256 * 1024;

    /** The pool takes a power of two. */
    private static final int OPEN_REQUESTS = 64;

    private final ClassicActorSystemProvider system;
    private final SummarySettings settings;
    private final ConnectionPoolSettings pool;
    private final ResponsesWire wire;

    public ResponsesSummarizer(ClassicActorSystemProvider system, SummarySettings settings) {
        this.system = system;
        this.settings = settings;
        this.wire = new ResponsesWire(settings);
        ClientConnectionSettings connection = ClientConnectionSettings.create(system.classicSystem())
                .withIdleTimeout(Duration.fromNanos(settings.requestTimeout().toNanos()))
                .withConnectingTimeout(settings.requestTimeout());
        this.pool = ConnectionPoolSettings.create(system.classicSystem())
                .withConnectionSettings(connection)
                .withMaxConnections(settings.parallelism())
                .withMaxOpenRequests(OPEN_REQUESTS)
                .withMaxRetries(0);
    }

    @Override
    public CompletionStage<SummaryOutcome> summarize(SummaryRequest request) {
        HttpRequest post = HttpRequest.POST(settings.baseUrl() + "/responses")
                .withEntity(ContentTypes.APPLICATION_JSON, wire.request(request))
                .addCredentials(HttpCredentials.createOAuth2BearerToken(settings.apiKey()))
                .addHeader(RawHeader.create("Idempotency-Key", "summary_" + request.callId()));
        Http http = Http.get(system);
        return http.singleRequest(
                        post,
                        http.defaultClientHttpsContext(),
                        pool,
                        system.classicSystem().log())
                .thenCompose(this::outcome)
                .toCompletableFuture()
                .orTimeout(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(this::failed);
    }

    private CompletionStage<SummaryOutcome> outcome(HttpResponse response) {
        return response.entity()
                .withSizeLimit(LONGEST_ANSWER)
                .toStrict(settings.requestTimeout().toMillis(), system)
                .thenApply(body -> wire.outcome(
                        response.status().intValue(), body.getData().utf8String()));
    }

    private SummaryOutcome failed(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String error = cause instanceof TimeoutException
                ? "no answer within " + settings.requestTimeout()
                : "the request failed: " + cause.getClass().getSimpleName();
        return new NotSummarized(Verdict.UPSTREAM, error);
    }
}
