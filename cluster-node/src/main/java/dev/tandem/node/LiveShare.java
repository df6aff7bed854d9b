package dev.tandem.node;

import dev.tandem.api.LiveNumbers;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** Tells other nodes this node's part of the live numbers, and adds up everybody's; a node that does not answer is left out. */
final class LiveShare implements LiveNumbers {

    private static final ServiceKey<Ask> KEY = ServiceKey.create(Ask.class, "live-share");
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    record Ask(ActorRef<Part> replyTo) {}

    record Part(Map<String, Integer> active, long accepted, long rejected) {}

    private final ActorSystem<?> system;
    private volatile Set<ActorRef<Ask>> everybody = Set.of();

    private LiveShare(ActorSystem<?> system) {
        this.system = system;
    }

    static LiveShare start(ActorContext<?> context, LiveFeed feed, Metrics metrics) {
        LiveShare share = new LiveShare(context.getSystem());
        ActorRef<Ask> teller = context.spawn(telling(feed, metrics), "live-share");
        context.getSystem().receptionist().tell(Receptionist.register(KEY, teller));
        context.spawn(share.listening(), "live-shares");
        return share;
    }

    private static Behavior<Ask> telling(LiveFeed feed, Metrics metrics) {
        return Behaviors.receiveMessage(ask -> {
            ask.replyTo()
                    .tell(new Part(
                            feed.activeByTenant(),
                            metrics.calls().totalAccepted(),
                            metrics.calls().totalRejected()));
            return Behaviors.same();
        });
    }

    private Behavior<Receptionist.Listing> listening() {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.subscribe(KEY, context.getSelf()));
            return Behaviors.receiveMessage(listing -> {
                everybody = listing.getServiceInstances(KEY);
                return Behaviors.same();
            });
        });
    }

    @Override
    public CompletionStage<Now> now() {
        CompletionStage<Now> sum = CompletableFuture.completedStage(new Now(Map.of(), 0, 0));
        List<CompletionStage<Optional<Part>>> parts =
                everybody.stream().map(this::ask).toList();
        for (CompletionStage<Optional<Part>> part : parts) {
            sum = sum.thenCombine(
                    part, (so, told) -> told.map(one -> plus(so, one)).orElse(so));
        }
        return sum;
    }

    private CompletionStage<Optional<Part>> ask(ActorRef<Ask> node) {
        return AskPattern.<Ask, Part>ask(node, Ask::new, PATIENCE, system.scheduler())
                .handle((part, failure) -> Optional.ofNullable(part));
    }

    private static Now plus(Now sum, Part part) {
        Map<String, Integer> active = new TreeMap<>(sum.active());
        part.active().forEach((tenant, calls) -> active.merge(tenant, calls, Integer::sum));
        return new Now(active, sum.accepted() + part.accepted(), sum.rejected() + part.rejected());
    }
}
