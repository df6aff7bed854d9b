package dev.tandem.api;

import dev.tandem.auth.AdminToken;
import dev.tandem.console.ConsoleFile;
import dev.tandem.http.Endpoint;
import dev.tandem.http.Endpoints;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.metrics.Metrics;
import dev.tandem.persistence.read.Calls;
import dev.tandem.persistence.read.Troubles;
import dev.tandem.tenant.TenantDirectory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.Materializer;

/** What the operator port answers. */
public final class OperatorApi {

    /** How long an answer waits for the journal, a call or admission. */
    static final Patience PATIENCE = new Patience(Duration.ofSeconds(5));

    /**
     * Where the answers come from.
     *
     * @param feed what happens to the calls of the whole cluster
     */
    public record Sources(
            AdminToken token,
            Calls calls,
            Troubles troubles,
            Hangups hangups,
            Concurrency concurrency,
            Readiness readiness,
            LiveFeed feed,
            LiveNumbers numbers,
            Nodes nodes,
            TenantDirectory tenants,
            Metrics metrics) {}

    private OperatorApi() {}

    /** All routes of the operator port; everything but the console's files, signing in, health, readiness, metrics and the description needs the token. */
    public static Route routes(Sources sources, ActorSystem<?> system) {
        Materializer materializer = Materializer.matFromSystem(system);
        LiveStream live = new LiveStream(sources.feed(), materializer, LiveStream.BUFFER, LiveStream.HEARTBEAT);
        return withConsole(endpoints(sources, live, materializer, PATIENCE).route(), materializer);
    }

    /** The console is not part of the API: its files come before, and the API's description does not name them. */
    static Route withConsole(Route api, Materializer materializer) {
        ConsolePages console = new ConsolePages(ConsoleFile.all());
        return Directives.extractRequest(request -> {
            Optional<HttpResponse> page = console.answer(request);
            if (page.isEmpty()) {
                return api;
            }
            request.discardEntityBytes(materializer);
            return Directives.completeWithFuture(CompletableFuture.completedStage(page.get()));
        });
    }

    static Endpoints endpoints(Sources sources, LiveStream live, Materializer materializer, Patience patience) {
        Clock clock = Clock.systemUTC();
        Door door = new Door(sources.token(), clock);
        Attention attention = new Attention(
                sources.nodes(), sources.concurrency(), sources.feed(), sources.numbers(), sources.troubles());
        List<Endpoint> table = new ArrayList<>();
        // Before the calls by id: "live" is no call's id.
        table.add(live.endpoint());
        table.addAll(new CallEndpoints(sources.calls(), sources.hangups(), patience).table());
        table.addAll(new NodeEndpoints(
                        sources.readiness(),
                        sources.concurrency(),
                        sources.metrics(),
                        sources.numbers(),
                        sources.nodes(),
                        attention,
                        patience)
                .table());
        table.addAll(new NumberEndpoints(sources.numbers(), new Analytics(sources.calls()), patience).table());
        table.addAll(new TenantEndpoints(sources.tenants()).table());
        table.addAll(new SessionEndpoints(sources.token(), door, clock, materializer).table());
        return new Endpoints(table, door::opens, materializer);
    }
}
