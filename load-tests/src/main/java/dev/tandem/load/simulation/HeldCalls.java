package dev.tandem.load.simulation;

import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import java.time.Duration;

/** Calls that talk for minutes, all at one time, tools included. */
public final class HeldCalls extends LoadSimulation {
    /** Declares what Gatling runs. */
    public HeldCalls() {
        Deliveries deliveries = new Deliveries(run);
        Duration talk = Duration.ofMillis(Math.round(plan.length().toMillis() * plan.speed()));
        setUp(scenario("calls")
                        .exec(deliveries.place(run.scripts().offers(plan.numbers(), talk)), deliveries.deliver())
                        .injectOpen(rampUsers(plan.calls()).during(plan.arrival())))
                .protocols(protocol())
                .assertions(neverFails(Deliveries.PLACE), seldomFails(Deliveries.WEBHOOK));
    }
}
