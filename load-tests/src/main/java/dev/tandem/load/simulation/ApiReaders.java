package dev.tandem.load.simulation;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import java.time.Duration;
import java.util.List;

/** People and machines that read the API while calls go on: lists, call pages, live feeds, metrics. */
public final class ApiReaders extends LoadSimulation {
    private static final int READERS = 10;
    private static final int WATCHERS_PER_NODE = 2;

    /** Declares what Gatling runs. */
    public ApiReaders() {
        Deliveries deliveries = new Deliveries(run);
        Readers readers = new Readers(run);
        Duration length = plan.length().compareTo(plan.arrival()) > 0 ? plan.length() : plan.arrival();
        setUp(List.of(
                        scenario("calls")
                                .exec(deliveries.place(run.scripts().offers(plan.numbers())), deliveries.deliver())
                                .injectOpen(rampUsers(plan.calls()).during(plan.arrival())),
                        scenario("console")
                                .exec(readers.browse())
                                .injectClosed(constantConcurrentUsers(READERS).during(length)),
                        scenario("scrapers")
                                .exec(readers.scrape(length))
                                .injectOpen(atOnceUsers(plan.nodes().size())),
                        scenario("watchers")
                                .exec(readers.watch(length))
                                .injectOpen(atOnceUsers(
                                        WATCHERS_PER_NODE * plan.nodes().size()))))
                .protocols(protocol())
                .assertions(
                        neverFails(Deliveries.PLACE),
                        seldomFails(Deliveries.WEBHOOK),
                        seldomFails(Readers.LIST),
                        seldomFails(Readers.PAGE),
                        seldomFails(Readers.METRICS),
                        neverFails(Readers.FEED),
                        readQuickly(Readers.LIST),
                        readQuickly(Readers.PAGE),
                        readQuickly(Readers.METRICS));
    }
}
