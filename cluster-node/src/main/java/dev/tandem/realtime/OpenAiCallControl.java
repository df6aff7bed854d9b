package dev.tandem.realtime;

import dev.tandem.protocol.control.ControlBody;
import dev.tandem.protocol.realtime.SessionSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.headers.Authorization;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Call control over OpenAI's REST endpoints.
 *
 * <p>At most 64 requests are on connections and 1,024 wait; one more is unavailable at once. A request whose time runs out while it waits is never sent.
 */
public final class OpenAiCallControl implements CallControl {
    /** Connections to the provider: slow accepts choke pekko-http's default of 4. */
    private static final int CONNECTIONS = 64;
    /** Requests that wait for a connection, and the pool's own bound, which must be a power of 2. */
    private static final int WAITING = 1024;
    /** A response's body beyond this is not read; the vendor's are empty or a small error object. */
    private static final long BODY_BYTES = 64 * 1024;
    /** Longer call ids are not sent; the vendor's have about 40 characters. */
    private static final int LONGEST_CALL_ID = 512;

    private final ActorSystem<?> system;
    private final ControlSettings settings;
    private final Http http;
    private final Materializer materializer;
    private final ConnectionPoolSettings pool;
    private final BoundedSourceQueue<ControlRequest> waiting;
    private final String calls;

    private OpenAiCallControl(ActorSystem<?> system, ControlSettings settings) {
        this.system = system;
        this.settings = settings;
        this.http = Http.get(system);
        this.materializer = SystemMaterializer.get(system).materializer();
        Duration time = settings.requestTimeout();
        this.pool = ConnectionPoolSettings.create(system.classicSystem())
                .withMaxConnections(CONNECTIONS)
                .withMaxOpenRequests(WAITING)
                // A request is repeated by whoever knows its effect, never by the pool.
                .withMaxRetries(0)
                .withMaxConnectionBackoff(Duration.ofSeconds(1))
                .withConnectionSettings(ClientConnectionSettings.create(system.classicSystem())
                        // Half of it, so that a connect that hangs is told apart from a request that does.
                        .withConnectingTimeout(time.dividedBy(2))
                        // A request without an answer leaves its connection no later than its caller.
                        .withIdleTimeout(time));
        this.calls = settings.baseUrl().toString().replaceAll("/+$", "") + "/realtime/calls/";
        this.waiting = Source.<ControlRequest>queue(WAITING)
                .mapAsyncUnordered(CONNECTIONS, this::exchange)
                .to(Sink.ignore())
                .run(materializer);
    }

    /** Call control that lives as long as the system. */
    public static OpenAiCallControl create(ActorSystem<?> system, ControlSettings settings) {
        return new OpenAiCallControl(system, settings);
    }

    @Override
    public CompletionStage<ControlAnswer> accept(String callId, SessionSettings session, String idempotencyKey) {
        // Escaped, because the key holds the call id, which others chose.
        HttpHeader key = RawHeader.create("Idempotency-Key", escaped(idempotencyKey));
        return request(callId, "accept", () -> ControlBody.accept(session), List.of(key), List.of());
    }

    @Override
    public CompletionStage<ControlAnswer> reject(String callId, int sipStatus) {
        return request(callId, "reject", () -> ControlBody.reject(sipStatus), List.of(), List.of());
    }

    @Override
    public CompletionStage<ControlAnswer> refer(String callId, String targetUri) {
        return request(callId, "refer", () -> ControlBody.refer(targetUri), List.of(), List.of(targetUri));
    }

    @Override
    public CompletionStage<ControlAnswer> hangup(String callId) {
        return request(callId, "hangup", () -> new byte[0], List.of(), List.of());
    }

    private CompletionStage<ControlAnswer> request(
            String callId, String action, Supplier<byte[]> body, List<HttpHeader> headers, List<String> secrets) {
        if (!fitsPath(callId)) return unfit("a call id must be 1 to 512 characters and no path step");
        HttpRequest post;
        try {
            post = post(calls + escaped(callId) + "/" + action, body.get()).addHeaders(allOf(headers));
        } catch (IllegalArgumentException e) {
            return unfit(ControlFailure.detail(e));
        }
        List<String> hidden = new ArrayList<>(secrets);
        hidden.add(settings.apiKey());
        return offered(new ControlRequest(post, hidden));
    }

    private static HttpRequest post(String address, byte[] body) {
        RequestEntity entity =
                body.length == 0 ? HttpEntities.EMPTY : HttpEntities.create(ContentTypes.APPLICATION_JSON, body);
        return HttpRequest.POST(address).withEntity(entity);
    }

    private List<HttpHeader> allOf(List<HttpHeader> own) {
        List<HttpHeader> headers = new ArrayList<>(own);
        headers.add(Authorization.oauth2(settings.apiKey()));
        settings.projectId().ifPresent(id -> headers.add(RawHeader.create("OpenAI-Project", id)));
        return headers;
    }

    private CompletionStage<ControlAnswer> offered(ControlRequest request) {
        Duration time = settings.requestTimeout();
        if (!waiting.offer(request).isEnqueued()) {
            request.unavailable(
                    WAITING + " call control requests wait already, or the node stops", false, Duration.ZERO);
            return request.answer();
        }
        var timer = system.scheduler().scheduleOnce(time, () -> request.outOfTime(time), system.executionContext());
        request.answer().thenRun(timer::cancel);
        return request.answer();
    }

    /** Sends and answers the request; the stage, which holds its place among the connections, never fails. */
    private CompletionStage<Done> exchange(ControlRequest request) {
        if (!request.sent()) return CompletableFuture.completedFuture(Done.done());
        CompletionStage<HttpResponse> responding;
        try {
            responding = http.singleRequest(
                    request.http(),
                    http.defaultClientHttpsContext(),
                    pool,
                    system.classicSystem().log());
        } catch (RuntimeException e) {
            responding = CompletableFuture.failedFuture(e);
        }
        return responding.thenCompose(response -> answered(request, response)).handle((nothing, failure) -> {
            if (failure != null) lost(request, failure);
            return Done.done();
        });
    }

    private CompletionStage<Void> answered(ControlRequest request, HttpResponse response) {
        // What follows a success says nothing; it is only read for the connection's sake.
        if (ControlResponse.done(response)) request.done();
        return bodyOf(response).thenAccept(body -> ControlResponse.give(request, response, body));
    }

    /** The body, or none when it is too long, too slow or breaks off: the status alone decides. */
    private CompletionStage<byte[]> bodyOf(HttpResponse response) {
        return response.entity()
                .toStrict(settings.requestTimeout().toMillis(), BODY_BYTES, materializer)
                .thenApply(entity -> entity.getData().toArray())
                .exceptionally(unreadable -> new byte[0]);
    }

    private static void lost(ControlRequest request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        request.unavailable(ControlFailure.detail(cause), ControlFailure.mayHaveHappened(cause), Duration.ZERO);
    }

    private static CompletionStage<ControlAnswer> unfit(String why) {
        return CompletableFuture.completedFuture(new ControlAnswer.Refused(0, why));
    }

    private static boolean fitsPath(String callId) {
        return !callId.isBlank() && callId.length() <= LONGEST_CALL_ID && !callId.equals(".") && !callId.equals("..");
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
