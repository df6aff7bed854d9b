package dev.tandem.node;

import dev.tandem.api.LiveNumbers;
import dev.tandem.metrics.Activity;
import dev.tandem.metrics.CallMetrics;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.metrics.LiveView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** What this node knows of all nodes' calls, because each tells the others; a node that is not heard of is left out of the numbers. */
final class LiveShare implements LiveNumbers {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ActorSystem<?> system;
    private final LiveFeed all;
    private final Supplier<Vitals> own;
    private final Map<String, Vitals> others = new ConcurrentHashMap<>();
    private volatile Set<ActorRef<LiveTelling.Command>> tellers = Set.of();

    private LiveShare(ActorSystem<?> system, LiveFeed all, Supplier<Vitals> own) {
        this.system = system;
        this.all = all;
        this.own = own;
    }

    /**
     * Begins to tell and to hear.
     *
     * @param feed of this node's calls
     */
    static LiveShare start(
            ActorContext<?> context, String node, LiveFeed feed, CallMetrics metrics, Supplier<List<String>> unready) {
        Supplier<Vitals> vitals = () -> Vitals.of(node, metrics, unready.get());
        LiveView view = new LiveView(new LiveFeed());
        view.follow(node, feed);
        LiveShare share = new LiveShare(context.getSystem(), view.feed(), vitals);
        ActorRef<LiveTelling.Command> telling =
                context.spawn(LiveTelling.create(feed, metrics.activity(), vitals), "live-telling");
        context.getSystem().receptionist().tell(Receptionist.register(LiveTelling.KEY, telling));
        context.spawn(LiveHearing.create(view, telling, share.others), "live-hearing");
        context.spawn(share.listening(), "live-tellers");
        return share;
    }

    private Behavior<Receptionist.Listing> listening() {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.subscribe(LiveTelling.KEY, context.getSelf()));
            return Behaviors.receiveMessage(listing -> {
                tellers = listing.getServiceInstances(LiveTelling.KEY);
                return Behaviors.same();
            });
        });
    }

    /** The calls of the whole cluster. */
    LiveFeed feed() {
        return all;
    }

    /** How the nodes are that this one hears of, by name; itself among them. */
    Map<String, Vitals> vitals() {
        Map<String, Vitals> vitals = new TreeMap<>(others);
        Vitals mine = own.get();
        vitals.put(mine.node(), mine);
        return vitals;
    }

    @Override
    public CompletionStage<Now> now() {
        Map<String, Vitals> vitals = vitals();
        return CompletableFuture.completedStage(new Now(
                all.activeByTenant(),
                vitals.values().stream().mapToLong(Vitals::accepted).sum(),
                vitals.values().stream().mapToLong(Vitals::rejected).sum()));
    }

    @Override
    public CompletionStage<List<Activity.Minute>> lastHour() {
        CompletionStage<Map<Instant, Activity.Minute>> sum = CompletableFuture.completedStage(new TreeMap<>());
        List<CompletionStage<LiveTelling.LastHour>> parts =
                tellers.stream().map(this::ask).toList();
        for (CompletionStage<LiveTelling.LastHour> part : parts) {
            sum = sum.thenCombine(part, (so, one) -> {
                one.minutes().forEach(minute -> so.merge(minute.begin(), minute, Activity.Minute::plus));
                return so;
            });
        }
        return sum.thenApply(minutes -> new ArrayList<>(minutes.values()));
    }

    private CompletionStage<LiveTelling.LastHour> ask(ActorRef<LiveTelling.Command> teller) {
        return AskPattern.<LiveTelling.Command, LiveTelling.LastHour>ask(
                        teller, LiveTelling.AskActivity::new, PATIENCE, system.scheduler())
                .exceptionally(silent -> new LiveTelling.LastHour(List.of()));
    }
}
