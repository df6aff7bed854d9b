package dev.tandem.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.auth.AdminToken;
import dev.tandem.http.Bound;
import dev.tandem.http.Endpoint;
import dev.tandem.metrics.Activity;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.metrics.Metrics;
import dev.tandem.persistence.read.Calls;
import dev.tandem.persistence.read.Troubles;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallPage;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import dev.tandem.tenant.TenantDirectory;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.stream.Materializer;

/** An operator port with one call behind it, the one of the API's description, and ports a test can replace. */
final class OperatorPort implements AutoCloseable {

    static final String TOKEN = "operator-token-for-tests";
    static final String CALL = "rtc_u1_9c6574da";
    static final CallView VIEW = view();

    final LiveFeed feed = new LiveFeed();
    final Metrics metrics = new Metrics();
    final List<CallQuery> lists = new CopyOnWriteArrayList<>();
    final List<String> hungUp = new CopyOnWriteArrayList<>();
    volatile Calls calls = new OneCall();
    volatile Hangups hangups = id -> {
        hungUp.add(id);
        return CompletableFuture.completedStage(
                id.equals(CALL) ? new Hangups.Answer.Requested() : new Hangups.Answer.UnknownCall());
    };
    volatile Concurrency concurrency = () -> CompletableFuture.completedStage(new Concurrency.Snapshot(
            new Concurrency.Slots(3, 50), List.of(new Concurrency.TenantSlots("northwind", 3, 10))));
    volatile List<String> unready = List.of();
    volatile List<Troubles.Trouble> troubles = List.of();
    volatile List<Nodes.Node> nodes = List.of(new Nodes.Node(
            "127.0.0.1:25520",
            "up",
            true,
            "0.1.0",
            true,
            true,
            true,
            null,
            3,
            500,
            0.04,
            104_857_600L,
            536_870_912L,
            Instant.parse("2026-07-01T08:00:00Z")));
    List<Endpoint> table;

    private final Bound bound;

    OperatorPort() {
        this(LiveStream.BUFFER, LiveStream.HEARTBEAT);
    }

    OperatorPort(int buffer, Duration heartbeat) {
        bound = new Bound(system -> {
            Materializer materializer = Materializer.matFromSystem(system);
            var endpoints = OperatorApi.endpoints(
                    new OperatorApi.Sources(
                            AdminToken.of(TOKEN),
                            new Replaceable(),
                            () -> CompletableFuture.completedStage(troubles),
                            id -> hangups.hangup(id),
                            () -> concurrency.now(),
                            () -> unready,
                            feed,
                            new Numbers(),
                            () -> CompletableFuture.completedStage(nodes),
                            new TenantDirectory(List.of(tenant())),
                            metrics),
                    new LiveStream(feed, materializer, buffer, heartbeat),
                    materializer,
                    new Patience(Duration.ofMillis(200)));
            table = endpoints.table();
            return OperatorApi.withConsole(endpoints.route(), materializer);
        });
    }

    Bound bound() {
        return bound;
    }

    HttpRequest.Builder request(String path) {
        return bound.request(path).header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> get(String path) {
        return bound.send(request(path));
    }

    HttpResponse<String> post(String path) {
        return bound.send(request(path).POST(BodyPublishers.noBody()));
    }

    @Override
    public void close() {
        feed.end();
        bound.close();
        metrics.close();
    }

    private static CallView view() {
        try {
            return ApiJson.MAPPER.treeToValue(Contract.example("/api/v1/calls/{id}", "get", "200"), CallView.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Numbers implements LiveNumbers {
        @Override
        public CompletionStage<Now> now() {
            return CompletableFuture.completedStage(new Now(
                    feed.activeByTenant(),
                    metrics.calls().totalAccepted(),
                    metrics.calls().totalRejected()));
        }

        @Override
        public CompletionStage<List<Activity.Minute>> lastHour() {
            return CompletableFuture.completedStage(metrics.calls().activity().minutes());
        }
    }

    private static Tenant tenant() {
        Agent agent = new Agent(
                "Ava",
                "gpt-realtime",
                "marin",
                "You answer for Northwind.",
                "Northwind, how can I help?",
                "en",
                new TurnDetection.ServerVad(true, null),
                "gpt-4o-mini-transcribe",
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                List.of(
                        new Tool.Http(
                                "lookup_order",
                                "Finds an order.",
                                "POST",
                                "https://tools.example.com/orders?key=s3cr3t",
                                Map.of("X-Key", "${env:KEY}", "X-Plain", "s3cr3t"),
                                Duration.ofSeconds(5),
                                Tool.Effect.READ,
                                null),
                        new Tool.EndCall("end_call", "Ends the call."),
                        new Tool.TransferCall("transfer_call", "Transfers.", Map.of("billing", "tel:+18005550199"))));
        return new Tenant("northwind", "Northwind", List.of("+18005550100"), 10, 2, "3f9a0c51b2de", agent);
    }

    private final class Replaceable implements Calls {
        @Override
        public CompletionStage<Optional<CallView>> call(String callId) {
            return calls.call(callId);
        }

        @Override
        public CompletionStage<CallPage> list(CallFilter filter, String cursor, int limit) {
            lists.add(new CallQuery(filter, cursor, limit));
            return calls.list(filter, cursor, limit);
        }

        @Override
        public CompletionStage<Optional<Personal>> caller(String callId) {
            return calls.caller(callId);
        }

        @Override
        public CompletionStage<List<CallView.EventView>> events(String callId) {
            return calls.events(callId);
        }
    }

    private static final class OneCall implements Calls {
        @Override
        public CompletionStage<Optional<Personal>> caller(String callId) {
            return CompletableFuture.completedStage(
                    callId.equals(CALL) ? Optional.of(Personal.of("+14155550123")) : Optional.empty());
        }

        @Override
        public CompletionStage<Optional<CallView>> call(String callId) {
            return CompletableFuture.completedStage(callId.equals(CALL) ? Optional.of(VIEW) : Optional.empty());
        }

        @Override
        public CompletionStage<CallPage> list(CallFilter filter, String cursor, int limit) {
            return cursor == null || cursor.equals("page2")
                    ? CompletableFuture.completedStage(new CallPage(List.of(VIEW), cursor == null ? "page2" : null))
                    : CompletableFuture.failedStage(new IllegalArgumentException("not our cursor: " + cursor));
        }

        @Override
        public CompletionStage<List<CallView.EventView>> events(String callId) {
            return CompletableFuture.completedStage(
                    callId.equals(CALL)
                            ? List.of(new CallView.EventView(
                                    1,
                                    "CallOffered",
                                    VIEW.offeredAt(),
                                    ApiJson.MAPPER.createObjectNode().put("to", VIEW.to())))
                            : List.of());
        }
    }
}
