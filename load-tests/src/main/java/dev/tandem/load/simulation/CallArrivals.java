package dev.tandem.load.simulation;

import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/** Calls that arrive at a rate, whatever becomes of those before them. */
public final class CallArrivals extends LoadSimulation {
    /** Declares what Gatling runs. */
    public CallArrivals() {
        Deliveries deliveries = new Deliveries(run);
        setUp(scenario("calls")
                        .exec(deliveries.place(run.scripts().offers(plan.numbers())), deliveries.deliver())
                        .injectOpen(rampUsers(plan.calls()).during(plan.arrival())))
                .protocols(protocol())
                .assertions(neverFails(Deliveries.PLACE), seldomFails(Deliveries.WEBHOOK));
    }
}
