package dev.tandem.load.simulation;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.tandem.load.plan.Plan.Control;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;

/** A node is killed half-way through the arrivals and comes back; its calls are taken up by others, and new ones go on arriving. */
public final class NodeLossUnderLoad extends LoadSimulation {
    private static final String KILL = "control: kill a node";
    private static final String RESTART = "control: start it again";

    /** Longer than it takes others to find the node dead. */
    private static final Duration AWAY = Duration.ofSeconds(20);

    /** In real time, so that calls are there to be lost. */
    private static final Duration TALK = Duration.ofSeconds(30);

    private static final Duration STARTED_WITHIN = Duration.ofMinutes(4);

    /** Declares what Gatling runs. */
    public NodeLossUnderLoad() {
        Control control = plan.control()
                .orElseThrow(() -> new IllegalArgumentException(
                        "NodeLossUnderLoad kills a node and needs a control port, as ./tandem cluster has one."));
        if (plan.nodes().size() < 2) {
            throw new IllegalArgumentException("NodeLossUnderLoad needs two nodes or more.");
        }
        int victim = plan.nodes().size();
        Deliveries deliveries = new Deliveries(run);
        Duration talk = Duration.ofMillis(Math.round(TALK.toMillis() * plan.speed()));
        setUp(
                        scenario("calls")
                                .exec(
                                        deliveries.place(run.scripts().offers(plan.numbers(), talk)),
                                        deliveries.deliver())
                                .injectOpen(rampUsers(plan.calls()).during(plan.arrival())),
                        scenario("loss")
                                .exec(order(control, KILL, "/kill/" + victim))
                                .pause(AWAY)
                                .exec(order(control, RESTART, "/restart/" + victim))
                                .injectOpen(nothingFor(plan.arrival().dividedBy(2)), atOnceUsers(1)))
                .protocols(protocol())
                // Deliveries that met the dead node are repeated; what became of the calls is the verdict's.
                .assertions(neverFails(Deliveries.PLACE), neverFails(KILL), neverFails(RESTART));
    }

    private static HttpRequestActionBuilder order(Control control, String name, String path) {
        return http(name)
                .post(control.url() + path)
                .header("Authorization", "Bearer " + control.token())
                .requestTimeout(STARTED_WITHIN)
                .check(status().is(200), substring("\"done\":true").exists());
    }
}
