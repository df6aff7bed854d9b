package dev.tandem.load.simulation;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.http.HttpDsl.http;

import dev.tandem.load.Run;
import dev.tandem.load.plan.Plan;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;

/** What all simulations share: the run's beginning and its end, connections like those of a provider, what must hold of every request. */
abstract class LoadSimulation extends Simulation {
    private static final int CONNECTIONS = 256;
    private static final int EVENTS_KEPT = 10_000;

    final Run run = Run.current();
    final Plan plan = run.plan();

    @Override
    public void before() {
        run.begin();
    }

    @Override
    public void after() {
        run.close();
    }

    final HttpProtocolBuilder protocol() {
        return http.disableWarmUp()
                .disableCaching()
                .disableFollowRedirect()
                .shareConnections()
                .maxConnectionsPerHost(CONNECTIONS)
                .sseUnmatchedInboundMessageBufferSize(EVENTS_KEPT)
                .userAgentHeader("tandem-load");
    }

    static Assertion neverFails(String request) {
        return details(request).failedRequests().count().is(0L);
    }

    final Assertion seldomFails(String request) {
        return details(request).failedRequests().percent().lte(plan.goals().failuresPercent());
    }

    final Assertion readQuickly(String request) {
        return details(request).responseTime().percentile(99.0).lte((int)
                plan.goals().readP99Ms());
    }
}
