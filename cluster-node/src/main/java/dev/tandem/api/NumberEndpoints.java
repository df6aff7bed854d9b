package dev.tandem.api;

import static dev.tandem.http.Endpoint.Access.ADMIN;
import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import dev.tandem.http.Answers;
import dev.tandem.http.Endpoint;
import dev.tandem.http.Endpoint.Exchange;
import dev.tandem.http.Refusal;
import dev.tandem.metrics.Activity;
import dev.tandem.metrics.Spread;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the calls of the whole cluster did, in numbers: the last hour by the minute, and any time in sums. */
final class NumberEndpoints {

    private static final int MAX_NAME = 128;

    record Latency(Long p50, Long p95, Long p99) {
        private static Latency of(Spread spread) {
            return spread.count() == 0
                    ? null
                    : new Latency(spread.percentile(0.50), spread.percentile(0.95), spread.percentile(0.99));
        }
    }

    record MinuteView(
            Instant at,
            int answered,
            int refused,
            Map<String, Integer> refusedBy,
            Latency setupMs,
            Latency firstAudioMs) {
        private static MinuteView of(Activity.Minute minute) {
            return new MinuteView(
                    minute.begin(),
                    minute.answered(),
                    minute.refused().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum(),
                    minute.refused(),
                    Latency.of(minute.setup()),
                    Latency.of(minute.firstAudio()));
        }
    }

    record ActivityView(Instant timestamp, MinuteView lastFiveMinutes, List<MinuteView> minutes) {}

    private final LiveNumbers numbers;
    private final Analytics analytics;
    private final Patience patience;

    NumberEndpoints(LiveNumbers numbers, Analytics analytics, Patience patience) {
        this.numbers = numbers;
        this.analytics = analytics;
        this.patience = patience;
    }

    List<Endpoint> table() {
        return List.of(
                Endpoint.of(GET, "/api/v1/activity", ADMIN, this::activity),
                Endpoint.of(GET, "/api/v1/analytics", ADMIN, this::analytics));
    }

    private CompletionStage<HttpResponse> activity(Exchange exchange) {
        return patience.ask(exchange, numbers::lastHour).thenApply(minutes -> {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            return Answers.ok(new ActivityView(
                    now,
                    MinuteView.of(lately(minutes, now)),
                    minutes.stream().map(MinuteView::of).toList()));
        });
    }

    /** The running minute and the four before it, as one. */
    static Activity.Minute lately(List<Activity.Minute> minutes, Instant now) {
        Instant since = now.truncatedTo(ChronoUnit.MINUTES).minus(4, ChronoUnit.MINUTES);
        Activity.Minute nothing = new Activity.Minute(since, 0, Map.of(), 0, Spread.NONE, Spread.NONE);
        return minutes.stream()
                .filter(minute -> !minute.begin().isBefore(since))
                .reduce(nothing, Activity.Minute::plus);
    }

    private CompletionStage<HttpResponse> analytics(Exchange exchange) {
        QueryText query = new QueryText(
                exchange.request().getUri().query().toMultiMap(), List.of("tenant", "agent", "from", "until"));
        Instant until = query.instant("until");
        Instant from = query.instant("from");
        Instant end = until == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : until;
        Instant begin = from == null ? end.minus(1, ChronoUnit.DAYS) : from;
        if (!begin.isBefore(end)) {
            throw Refusal.badRequest("invalid_range", "from must be before until.");
        }
        Analytics.Question question =
                new Analytics.Question(query.text("tenant", MAX_NAME), query.text("agent", MAX_NAME), begin, end);
        return patience.ask(exchange, () -> analytics.sums(question)).thenApply(Answers::ok);
    }
}
