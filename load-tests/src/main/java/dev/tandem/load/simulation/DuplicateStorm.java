package dev.tandem.load.simulation;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.load.calls.SignedCopy;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.IntStream;

/** Every webhook comes ten times, most of them at one moment and at different nodes, under one webhook-id or one each. */
public final class DuplicateStorm extends LoadSimulation {
    private static final int COPIES = 10;
    private static final int COURIERS = 40;
    private static final Duration IDLE = Duration.ofMillis(5);

    /** Declares what Gatling runs. */
    public DuplicateStorm() {
        Deliveries deliveries = new Deliveries(run);
        CopyQueue queue = new CopyQueue();
        setUp(
                        scenario("calls")
                                .exec(deliveries.place(tenfold(run.scripts().offers(plan.numbers()))))
                                .exec(session -> {
                                    queue.addAll(Deliveries.copies(session));
                                    return session;
                                })
                                .injectOpen(rampUsers(plan.calls()).during(plan.arrival())),
                        scenario("couriers")
                                .exec(during(plan.arrival().plus(CopyQueue.LONGEST))
                                        .on(exec(courier(deliveries, queue))))
                                .injectOpen(atOnceUsers(COURIERS)))
                .protocols(protocol())
                .assertions(neverFails(Deliveries.PLACE), seldomFails(Deliveries.WEBHOOK));
    }

    private static ChainBuilder courier(Deliveries deliveries, CopyQueue queue) {
        return exec(session ->
                        queue.next().map(copy -> session.set("copy", copy)).orElse(session.remove("copy")))
                .exec(doIfOrElse(session -> session.contains("copy"))
                        .then(deliveries.post(DuplicateStorm::copy), exec(session -> {
                            if (session.isFailed()) {
                                queue.again(copy(session));
                            }
                            return session.markAsSucceeded();
                        }))
                        .orElse(pause(IDLE)));
    }

    private static SignedCopy copy(Session session) {
        return session.get("copy");
    }

    /** Every second call's copies have ids of their own. */
    private static Iterator<ObjectNode> tenfold(Iterator<ObjectNode> offers) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> offers.next().put("deliveries", COPIES).put("mixed_ids", i % 2 == 1))
                .iterator();
    }
}
