package dev.tandem.ingress;

import dev.tandem.http.Endpoint;
import dev.tandem.http.Endpoints;
import dev.tandem.metrics.CallMetrics;
import dev.tandem.protocol.webhook.StandardWebhooks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.Materializer;

/** What the public port answers: webhooks, and nothing else. */
public final class Ingress {

    /** Where deliveries arrive; the later ones are names that earlier systems used. */
    public static final List<String> PATHS = List.of("/openai/webhook", "/webhook", "/api/v1/webhook");

    /**
     * How much is taken on.
     *
     * @param inFlight deliveries being answered at one time; more are turned away unread
     * @param threadWait how long work may wait for a thread; when it waits longer, deliveries are turned away unread
     * @param offerWait for an offer to become durable; senders give up after a few seconds, and promised is an answer within one
     */
    record Bounds(int inFlight, Duration threadWait, Duration offerWait) {
        /**
         * Tried with 16, 32 and 512 at four times what a core bears: docs/benchmarks.md, beyond capacity. With more in hand each only waits
         * longer, and with it the calls that go on.
         */
        private static final int IN_FLIGHT_PER_CORE = 32;

        static final Bounds DEFAULT = new Bounds(
                IN_FLIGHT_PER_CORE * Runtime.getRuntime().availableProcessors(),
                Duration.ofMillis(150),
                Duration.ofMillis(400));
    }

    private Ingress() {}

    /**
     * All routes of the public port.
     *
     * @param signatures asked for each delivery, because secrets are rotated
     */
    public static Route routes(
            Supplier<StandardWebhooks> signatures,
            CallOffers offers,
            CallMetrics metrics,
            Clock clock,
            ActorSystem<?> system) {
        return routes(signatures, offers, metrics, clock, Bounds.DEFAULT, system);
    }

    /** The same for a delivery that a node makes to itself before it is ready: taken however busy the node is with its start. */
    public static Route rehearsed(
            Supplier<StandardWebhooks> signatures,
            CallOffers offers,
            CallMetrics metrics,
            Clock clock,
            ActorSystem<?> system) {
        return routes(signatures, offers, metrics, clock, Bounds.DEFAULT, Strain.none(), system);
    }

    static Route routes(
            Supplier<StandardWebhooks> signatures,
            CallOffers offers,
            CallMetrics metrics,
            Clock clock,
            Bounds bounds,
            ActorSystem<?> system) {
        return routes(signatures, offers, metrics, clock, bounds, Strain.of(system, bounds.threadWait()), system);
    }

    private static Route routes(
            Supplier<StandardWebhooks> signatures,
            CallOffers offers,
            CallMetrics metrics,
            Clock clock,
            Bounds bounds,
            Strain strain,
            ActorSystem<?> system) {
        Materializer materializer = Materializer.matFromSystem(system);
        Webhook webhook = new Webhook(signatures, offers, metrics, clock, bounds, strain, materializer);
        List<Endpoint> table = PATHS.stream()
                .map(path -> new Endpoint(
                        HttpMethods.POST, path, Endpoint.Access.ANYONE, Endpoint.Body.READ, webhook::answer))
                .toList();
        return new Endpoints(table, request -> false, materializer).route();
    }
}
