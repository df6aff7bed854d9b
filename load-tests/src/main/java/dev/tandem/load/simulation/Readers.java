package dev.tandem.load.simulation;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.tandem.load.Run;
import dev.tandem.load.calls.PlacedCalls;
import dev.tandem.load.plan.Plan.NodeAddress;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** Who reads while calls go on. */
final class Readers {
    static final String LIST = "API: list of calls";
    static final String PAGE = "API: page of a call";
    static final String METRICS = "metrics";
    static final String FEED = "live feed";

    private static final Duration SCRAPE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int SNAPSHOT_SECONDS = 10;

    private final Run run;

    Readers(Run run) {
        this.run = run;
    }

    /** A console: the newest calls, then one of them. */
    ChainBuilder browse() {
        return exec(authorised(http(LIST).get(run.plan().api() + "/api/v1/calls?limit=50"))
                        .check(
                                status().is(200),
                                jsonPath("$.calls[*].id")
                                        .findRandom()
                                        .optional()
                                        .saveAs("read")))
                .pause(Duration.ofMillis(300))
                .exec(doIf(session -> session.contains("read"))
                        .then(authorised(http(PAGE).get(run.plan().api() + "/api/v1/calls/#{read}"))
                                .check(status().is(200), jsonPath("$.id").exists(), timed(PAGE))))
                .pause(Duration.ofMillis(700));
    }

    /** Prometheus, at one node each. */
    ChainBuilder scrape(Duration length) {
        return feed(operators())
                .exec(during(length)
                        .on(
                                http(METRICS)
                                        .get("#{operator}/metrics")
                                        .check(
                                                status().is(200),
                                                substring("voice_webhook_deliveries")
                                                        .exists()),
                                pause(SCRAPE)));
    }

    /** A console's live feed, which shows the calls of one node. */
    ChainBuilder watch(Duration length) {
        return feed(operators())
                .exec(sse(FEED)
                        .get("#{operator}/api/v1/calls/live")
                        .header("Authorization", "Bearer " + run.plan().token())
                        .await(SNAPSHOT_SECONDS)
                        .on(sse.checkMessage(FEED + " snapshot").check(regex("snapshot"))))
                .exitHereIfFailed()
                .exec(during(length).on(pause(LOOK), sse.processUnmatchedMessages((messages, session) -> {
                    double nowMs = PlacedCalls.nowMs();
                    long now = System.currentTimeMillis();
                    messages.forEach(message -> FeedTurn.itemOf(message.message())
                            .ifPresent(item -> run.heard(item, nowMs - (now - message.timestamp()))));
                    return session;
                })))
                .exec(sse(FEED).close());
    }

    private CheckBuilder timed(String request) {
        return responseTimeInMillis().transform(ms -> {
            run.took(request, ms);
            return ms;
        });
    }

    private HttpRequestActionBuilder authorised(HttpRequestActionBuilder request) {
        return request.header("Authorization", "Bearer " + run.plan().token());
    }

    private Iterator<Map<String, Object>> operators() {
        return Stream.generate(() -> run.plan().nodes())
                .flatMap(nodes -> nodes.stream().map(NodeAddress::operator))
                .map(url -> Map.<String, Object>of("operator", url))
                .iterator();
    }
}
