package dev.tandem.load.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.load.Run;
import dev.tandem.load.calls.SignedCopy;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** The provider's side of a call: it rings, and its signed webhook is posted until somebody takes it. */
final class Deliveries {
    static final String PLACE = "simulator: place a call";
    static final String WEBHOOK = "webhook";

    /** A provider repeats after 1, 2, 4 ... s; a caller lets it ring for half a minute. */
    private static final int ATTEMPTS = 5;

    private static final int NOT_NOW = 503;

    private static final String COPIES = "copies";
    private static final String ATTEMPT = "attempt";
    private static final String DELIVERED = "delivered";
    private static final String STATUS = "status";

    private final Run run;
    private final AtomicInteger next = new AtomicInteger();

    Deliveries(Run run) {
        this.run = run;
    }

    /** Has a call ring in the simulator, whose webhook is ours to post. */
    ChainBuilder place(Iterator<ObjectNode> offers) {
        Iterator<Map<String, Object>> feeder = Stream.generate(offers::next)
                .map(offer -> Map.<String, Object>of("offer", offer.toString()))
                .iterator();
        return feed(feeder)
                .exec(http(PLACE)
                        .post(run.plan().simulator() + "/simulator/calls")
                        .header("Content-Type", "application/json")
                        .body(StringBody((Session session) -> session.getString("offer")))
                        .check(status().is(200), bodyString().saveAs("placed")))
                .exitHereIfFailed()
                .exec(session -> session.set(COPIES, SignedCopy.read(session.getString("placed"))));
    }

    /** Posts its webhook as the provider does, again while nobody takes it. */
    ChainBuilder deliver() {
        return exec(session -> session.set(ATTEMPT, 0).set(DELIVERED, false))
                .exec(asLongAs(session -> !session.getBoolean(DELIVERED) && session.getInt(ATTEMPT) < ATTEMPTS)
                        .on(
                                exec(session -> session.set(ATTEMPT, session.getInt(ATTEMPT) + 1)),
                                post(session -> copies(session).getFirst()),
                                exec(session ->
                                        session.isFailed() ? session.markAsSucceeded() : session.set(DELIVERED, true)),
                                doIf(session -> !session.getBoolean(DELIVERED))
                                        .then(pause(
                                                session -> Duration.ofSeconds(1L << session.getInt(ATTEMPT) - 1)))));
    }

    /** Posts one copy once. */
    ChainBuilder post(Function<Session, SignedCopy> copy) {
        return exec(session -> {
                    run.calls().posting(copy.apply(session).callId());
                    return session;
                })
                .exec(toOneAfterTheOther(copy))
                .exec(session -> {
                    if (!session.isFailed()) {
                        run.calls().answered(copy.apply(session).callId());
                    }
                    return session;
                });
    }

    static List<SignedCopy> copies(Session session) {
        return session.getList(COPIES);
    }

    /** Where nobody stands before several nodes, one that refuses for now is passed by at once, as {@code haproxy.cfg} has it. */
    private ChainBuilder toOneAfterTheOther(Function<Session, SignedCopy> copy) {
        ChainBuilder last = exec(webhook(copy, status().is(200)));
        return run.plan().webhooks().stream()
                .skip(1)
                .reduce(
                        last,
                        (next, url) -> exec(webhook(
                                        copy, status().in(200, NOT_NOW).saveAs(STATUS)))
                                .doIf(session -> !session.isFailed() && session.getInt(STATUS) == NOT_NOW)
                                .then(next),
                        (one, other) -> other);
    }

    private HttpRequestActionBuilder webhook(Function<Session, SignedCopy> copy, CheckBuilder answer) {
        HttpRequestActionBuilder request = http(WEBHOOK)
                .post(session -> inTurn(run.plan().webhooks()))
                .body(StringBody((Session session) -> copy.apply(session).body()))
                .requestTimeout(Duration.ofSeconds(5))
                .check(answer);
        for (String header : SignedCopy.HEADERS) {
            request = request.header(
                    header, session -> copy.apply(session).headers().get(header));
        }
        return request;
    }

    private String inTurn(List<String> urls) {
        return urls.get(Math.floorMod(next.getAndIncrement(), urls.size()));
    }
}
