package dev.tandem.api;

import static dev.tandem.http.Endpoint.Access.ADMIN;

import dev.tandem.http.Endpoint;
import dev.tandem.http.Endpoint.Exchange;
import dev.tandem.http.Refusal;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.metrics.LiveFeed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The live feed as server-sent events: a snapshot first, then everything as it happens. A client that lets {@code buffer} events pile
 * up gets those, a last event {@code lagged}, and the end of its stream; nobody waits for it.
 */
final class LiveStream {

    static final int BUFFER = 512;
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final ByteString COMMENT = ByteString.fromString(": heartbeat\n\n");

    private record Numbered(long id, LiveEvent event) {}

    /** One client's queue, and how it ended. */
    private static final class Client implements LiveFeed.Watcher {

        private final BoundedSourceQueue<Numbered> queue;
        private volatile long lost = -1;

        private Client(BoundedSourceQueue<Numbered> queue) {
            this.queue = queue;
        }

        @Override
        public boolean offer(long id, LiveEvent event) {
            QueueOfferResult result = queue.offer(new Numbered(id, event));
            if (result.isEnqueued()) {
                return true;
            }
            if (result == QueueOfferResult.dropped()) {
                lost = id;
                queue.complete();
            }
            return false;
        }
    }

    private final LiveFeed feed;
    private final Materializer materializer;
    private final int buffer;
    private final Duration heartbeat;

    LiveStream(LiveFeed feed, Materializer materializer, int buffer, Duration heartbeat) {
        this.feed = feed;
        this.materializer = materializer;
        this.buffer = buffer;
        this.heartbeat = heartbeat;
    }

    Endpoint endpoint() {
        return Endpoint.of(HttpMethods.GET, "/api/v1/calls/live", ADMIN, this::open);
    }

    private CompletionStage<HttpResponse> open(Exchange exchange) {
        Pair<BoundedSourceQueue<Numbered>, Source<Numbered, NotUsed>> events =
                Source.<Numbered>queue(buffer).preMaterialize(materializer);
        Client client = new Client(events.first());
        return switch (feed.watch(client)) {
            case LiveFeed.Answer.Full full -> {
                events.first().complete();
                throw Refusal.of(
                                StatusCodes.TOO_MANY_REQUESTS,
                                "too_many_watchers",
                                "This node serves " + full.limit() + " live streams at one time.")
                        .with("Retry-After", "5");
            }
            case LiveFeed.Answer.Watching watching ->
                CompletableFuture.completedStage(HttpResponse.create()
                        .withEntity(HttpEntities.create(
                                MediaTypes.TEXT_EVENT_STREAM.toContentType(),
                                frames(client, watching, events.second()))));
        };
    }

    private Source<ByteString, NotUsed> frames(
            Client client, LiveFeed.Answer.Watching watching, Source<Numbered, NotUsed> events) {
        Source<ByteString, NotUsed> snapshot = Source.single(
                ByteString.fromString(LiveJson.snapshot(watching.calls()).frame(watching.id())));
        Source<ByteString, NotUsed> news = events.map(
                numbered -> ByteString.fromString(LiveJson.of(numbered.event()).frame(numbered.id())));
        Source<ByteString, NotUsed> farewell = Source.lazySource(() -> Source.from(
                        client.lost < 0
                                ? List.<ByteString>of()
                                : List.of(
                                        ByteString.fromString(LiveJson.lagged().frame(client.lost)))))
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
        return snapshot.concat(news)
                .concatLazy(farewell)
                .keepAlive(heartbeat, () -> COMMENT)
                .watchTermination((mat, done) -> {
                    done.whenComplete((ok, failure) -> feed.leave(client));
                    return mat;
                });
    }
}
