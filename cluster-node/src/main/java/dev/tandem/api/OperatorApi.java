package dev.tandem.api;

import dev.tandem.auth.AdminToken;
import dev.tandem.http.Endpoint;
import dev.tandem.http.Endpoints;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.metrics.Metrics;
import dev.tandem.persistence.read.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.Materializer;

/** What the operator port answers. */
public final class OperatorApi {

    /** How long an answer waits for the journal, a call or admission. */
    static final Patience PATIENCE = new Patience(Duration.ofSeconds(5));

    private OperatorApi() {}

    /** All routes of the operator port; everything but health, readiness, metrics and the description needs the token. */
    public static Route routes(
            AdminToken token,
            Calls calls,
            Hangups hangups,
            Concurrency concurrency,
            Readiness readiness,
            LiveFeed feed,
            LiveNumbers numbers,
            Metrics metrics,
            ActorSystem<?> system) {
        Materializer materializer = Materializer.matFromSystem(system);
        LiveStream live = new LiveStream(feed, materializer, LiveStream.BUFFER, LiveStream.HEARTBEAT);
        return endpoints(token, calls, hangups, concurrency, readiness, numbers, metrics, live, materializer, PATIENCE)
                .route();
    }

    static Endpoints endpoints(
            AdminToken token,
            Calls calls,
            Hangups hangups,
            Concurrency concurrency,
            Readiness readiness,
            LiveNumbers numbers,
            Metrics metrics,
            LiveStream live,
            Materializer materializer,
            Patience patience) {
        List<Endpoint> table = new ArrayList<>();
        // Before the calls by id: "live" is no call's id.
        table.add(live.endpoint());
        table.addAll(new CallEndpoints(calls, hangups, patience).table());
        table.addAll(new NodeEndpoints(readiness, concurrency, metrics, numbers, patience).table());
        return new Endpoints(
                table,
                request -> token.opens(request.getHeader("Authorization")
                        .map(HttpHeader::value)
                        .orElse(null)),
                materializer);
    }
}
