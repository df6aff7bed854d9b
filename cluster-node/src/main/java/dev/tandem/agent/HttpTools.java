package dev.tandem.agent;

import dev.tandem.persistence.log.CallLines;
import dev.tandem.protocol.tenant.Tool;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.OutgoingConnectionBuilder;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.StreamTcpException;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tools as HTTP requests to the tenant's own service.
 *
 * <p>Connections go to addresses that the {@link UrlGuard} allows and are used again for a minute; a tool that must not run twice has one
 * of its own each time, since one that the service is about to close leaves it unknown whether the request arrived. Redirects are not
 * followed, and name lookup, connecting, sending and reading together end within the tool's time. Whatever happens
 * becomes a {@link ToolResult}: the stage never fails.
 */
public final class HttpTools implements ToolExecutor.Attempts {

    /** The longest a tool may keep a caller waiting. */
    public static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

    /** How long a tool has when its document does not say. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** After so long a service's name is looked up again. */
    private static final Duration CONNECTION_AGE = Duration.ofMinutes(1);

    /** To one service from one node, in use; a power of 2, as the pool wants it. A slow tool keeps one and holds up nobody else. */
    private static final int CONNECTIONS = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(HttpTools.class);

    private final ActorSystem<?> system;
    private final UrlGuard guard;
    private final Secrets secrets;
    private final ToolArguments arguments;
    private final Http http;
    private final HttpsConnectionContext tls;
    /** To be told where to; made once, because making one reads the whole of pekko-http's configuration. */
    private final OutgoingConnectionBuilder ownConnection;

    private final ConnectionPoolSettings pool;
    private final Executor blocking;

    private HttpTools(ActorSystem<?> system, UrlGuard guard, Secrets secrets, Optional<HttpsConnectionContext> tls) {
        this.system = system;
        this.guard = guard;
        this.secrets = secrets;
        this.arguments = new ToolArguments();
        this.http = Http.get(system);
        this.tls = tls.orElse(http.defaultClientHttpsContext());
        ClientConnectionSettings guarded = ClientConnectionSettings.create(system.classicSystem())
                .withConnectingTimeout(MAX_TIMEOUT)
                .withIdleTimeout(MAX_TIMEOUT)
                .withTransport(guard.transport());
        this.ownConnection =
                http.connectionTo("").withClientConnectionSettings(guarded).withCustomHttpsConnectionContext(this.tls);
        this.pool = ConnectionPoolSettings.create(system.classicSystem())
                .withMaxConnections(CONNECTIONS)
                .withMaxOpenRequests(CONNECTIONS)
                // An attempt is repeated by whoever knows its effect, never by the pool.
                .withMaxRetries(0)
                .withBaseConnectionBackoff(Duration.ZERO)
                .withMaxConnectionBackoff(Duration.ZERO)
                .withMaxConnectionLifetime(CONNECTION_AGE)
                .withConnectionSettings(guarded);
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    /** Tools that trust the certificates the JVM trusts and ask the operating system for addresses. */
    public static HttpTools create(ActorSystem<?> system, DevelopmentHosts development, Secrets secrets) {
        Executor blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        UrlGuard guard = new UrlGuard(development, AddressLookup.ofSystem(blocking));
        return new HttpTools(system, guard, secrets, Optional.empty());
    }

    static HttpTools create(ActorSystem<?> system, UrlGuard guard, Secrets secrets) {
        return new HttpTools(system, guard, secrets, Optional.empty());
    }

    static HttpTools create(ActorSystem<?> system, UrlGuard guard, Secrets secrets, HttpsConnectionContext tls) {
        return new HttpTools(system, guard, secrets, Optional.of(tls));
    }

    @Override
    public CompletionStage<ToolResult> run(
            Tool.Http tool, String text, String callId, String toolCallId, int attempt, Duration within) {
        Duration limit = within.compareTo(tool.timeout()) < 0 ? within : tool.timeout();
        String key = callId + "/" + toolCallId;
        Map<String, String> trace = traceContext();
        String tenant = CallLines.tenantHere();
        return Source.completionStage(CompletableFuture.supplyAsync(
                        () -> request(tool, text, trace, key, key + "/" + attempt), blocking))
                .flatMapConcat(request -> exchange(tool, request))
                .flatMapConcat(response -> result(tool, response))
                .completionTimeout(limit)
                .runWith(Sink.head(), system)
                .handle((result, failure) -> {
                    if (failure == null) {
                        return result;
                    }
                    Throwable why = unwrapped(failure);
                    CallLines.about(
                            callId,
                            tenant,
                            () -> LOG.info(
                                    "tool {} of {} failed in attempt {}: {}",
                                    tool.name(),
                                    toolCallId,
                                    attempt,
                                    loggable(why)));
                    return failed(tool, why);
                });
    }

    /** Everything that may block: the schema is compiled, files of secrets are read. */
    private HttpRequest request(Tool.Http tool, String text, Map<String, String> trace, String key, String requestId) {
        guard.fault(tool.url()).ifPresent(fault -> {
            throw new UrlGuard.Forbidden("its URL " + fault);
        });
        return switch (arguments.check(tool, text)) {
            case ToolArguments.Unfit(String reason) -> throw new NotRun("The tool was not run: " + reason + ".");
            case ToolArguments.Fit fit ->
                ToolRequest.of(tool, fit, headers(tool, trace), key, requestId)
                        .orElseThrow(() -> new NotRun("The tool was not run: the arguments are too long."));
        };
    }

    /** Of the trace that this attempt belongs to, as W3C has it; none where nothing is traced. */
    private static Map<String, String> traceContext() {
        Map<String, String> headers = new LinkedHashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, Map::put);
        return headers;
    }

    /** A header of the tenant's own wins over one of the trace. */
    private Map<String, String> headers(Tool.Http tool, Map<String, String> trace) {
        Map<String, String> resolved = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        resolved.putAll(trace);
        tool.headers().forEach((name, value) -> {
            try {
                resolved.put(name, secrets.resolve(value));
            } catch (Secrets.Unresolved e) {
                throw new CompletionException(e);
            }
        });
        return resolved;
    }

    private Source<HttpResponse, NotUsed> exchange(Tool.Http tool, HttpRequest request) {
        URI url = URI.create(tool.url());
        String host = UrlGuard.unbracketed(url.getHost());
        int port = UrlGuard.port(url);
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        if (tool.effect() == Tool.Effect.ONCE) {
            var target = ownConnection.toHost(host).toPort(port);
            return Source.single(request).via(secure ? target.https() : target.http());
        }
        Uri uri = request.getUri().scheme(secure ? "https" : "http").host(host).port(port);
        return Source.completionStage(http.singleRequest(
                request.withUri(uri), tls, pool, system.classicSystem().log()));
    }

    private Source<ToolResult, ?> result(Tool.Http tool, HttpResponse response) {
        int status = response.status().intValue();
        if (status < 200 || status > 299) {
            // Read for the connection's sake, within the bound of an answer.
            response.entity()
                    .withSizeLimit(ToolAnswer.MAX_BODY_BYTES)
                    .getDataBytes()
                    .runWith(Sink.ignore(), system);
            return Source.single(ToolResult.unsuccessful(tool, status));
        }
        return response.entity()
                .withSizeLimit(ToolAnswer.MAX_BODY_BYTES)
                .getDataBytes()
                .fold(ByteString.emptyByteString(), ByteString::concat)
                .map(body ->
                        ToolResult.succeeded(ToolAnswer.text(response.entity().getContentType(), body)));
    }

    private static ToolResult failed(Tool.Http tool, Throwable failure) {
        String name = "The tool " + tool.name();
        return switch (failure) {
            case NotRun notRun -> ToolResult.refused(notRun.getMessage());
            case UrlGuard.Forbidden forbidden -> ToolResult.refused(name + " is at an address that is not allowed.");
            case Secrets.Unresolved unresolved -> ToolResult.failed(name + " is not set up completely.");
            case TimeoutException late -> ToolResult.late(tool);
            case EntityStreamSizeException huge -> ToolResult.failed(name + " answered with more than can be read.");
            case SSLException untrusted -> ToolResult.failed(name + " could not be reached safely.");
            default -> ToolResult.unreachable(tool);
        };
    }

    /** Only messages that cannot hold arguments or secrets are shown. */
    private static String loggable(Throwable failure) {
        return switch (failure) {
            case UrlGuard.Forbidden forbidden -> forbidden.getMessage();
            case Secrets.Unresolved unresolved -> unresolved.getMessage();
            case SSLException untrusted -> untrusted.toString();
            case StreamTcpException unconnected -> unconnected.toString();
            default -> failure.getClass().getName();
        };
    }

    /** What the model or the log is told of, under whatever stages and the pool have wrapped it in. */
    private static Throwable unwrapped(Throwable failure) {
        Throwable outer = failure;
        while (outer instanceof CompletionException && outer.getCause() != null) {
            outer = outer.getCause();
        }
        for (Throwable cause = outer; cause != null; cause = cause.getCause()) {
            if (cause instanceof UrlGuard.Forbidden || cause instanceof SSLException) {
                return cause;
            }
        }
        return outer;
    }

    /** The request was never sent; the message is for the model. */
    private static final class NotRun extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotRun(String message) {
            super(message, null, false, false);
        }
    }
}
