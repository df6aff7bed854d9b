package dev.tandem.node;

import dev.tandem.metrics.Activity;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.metrics.LiveEvent.CallChanged;
import dev.tandem.metrics.LiveFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Tells other nodes what goes on on this one: first all its calls, then what happens to them, ten times a second to who is watched. Calls leave their
 * events in a bounded buffer and wait for nobody. A follower has one message under way and gets the next when it has heard that one; what
 * it cannot take it is not told, but then once more all calls as they are.
 */
final class LiveTelling {

    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "live-telling");

    static final Duration ROUND = Duration.ofMillis(100);

    /** Events that wait for a round; beyond it everybody is told all calls anew. */
    static final int BUFFER = 4_096;

    /** How often a follower at whom nobody looks is told: only counts are asked for there, and of a call's changes the last one counts. */
    private static final Duration UNWATCHED = Duration.ofMillis(500);

    /** How often a follower hears of this node even when nothing happens. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    /** A message that was not heard after so long is taken for lost. */
    private static final Duration LOST = Duration.ofSeconds(4);

    sealed interface Command {}

    /** Begins to tell, or begins anew. {@code words}: not only what becomes of calls, but each turn and tool too. */
    record Follow(ActorRef<Told> follower, boolean words) implements Command {}

    /** The message of that number has arrived. */
    record Heard(ActorRef<Told> follower, long number) implements Command {}

    /** Asks what this node's calls did in the last hour. */
    record AskActivity(ActorRef<LastHour> replyTo) implements Command {}

    record LastHour(List<Activity.Minute> minutes) {}

    private record Round() implements Command {}

    private record Gone(ActorRef<Told> follower) implements Command {}

    /** What a follower is told. */
    sealed interface Told {
        ActorRef<Command> teller();

        /** Counts up by one with each message to this follower. */
        long number();

        Vitals vitals();
    }

    /** Calls that go on; {@code first} and {@code last} of all of them, which may take several messages. */
    record Calls(
            ActorRef<Command> teller, long number, Vitals vitals, boolean first, boolean last, List<CallChanged> calls)
            implements Told {}

    /** What happened since. */
    record News(ActorRef<Command> teller, long number, Vitals vitals, List<LiveEvent> events) implements Told {}

    private record Numbered(long id, LiveEvent event) {}

    /** The calls' side: takes events on their threads. */
    private static final class Buffer implements LiveFeed.Watcher {

        private final ArrayBlockingQueue<Numbered> events = new ArrayBlockingQueue<>(BUFFER);
        private volatile boolean overflowed;

        @Override
        public boolean offer(long id, LiveEvent event) {
            if (!events.offer(new Numbered(id, event))) {
                overflowed = true;
            }
            return true;
        }

        @Override
        public void end() {}
    }

    private final ActorContext<Command> context;
    private final LiveFeed feed;
    private final Activity activity;
    private final Supplier<Vitals> vitals;
    private final Buffer buffer = new Buffer();
    private final Map<ActorRef<Told>, LiveFollower> followers = new LinkedHashMap<>();

    private LiveTelling(ActorContext<Command> context, LiveFeed feed, Activity activity, Supplier<Vitals> vitals) {
        this.context = context;
        this.feed = feed;
        this.activity = activity;
        this.vitals = vitals;
        feed.watch(buffer);
    }

    static Behavior<Command> create(LiveFeed feed, Activity activity, Supplier<Vitals> vitals) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Round(), ROUND);
            LiveTelling telling = new LiveTelling(context, feed, activity, vitals);
            return Behaviors.receiveMessage(telling::on);
        }));
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case Follow follow -> {
                if (!followers.containsKey(follow.follower())) {
                    context.watchWith(follow.follower(), new Gone(follow.follower()));
                }
                LiveFollower follower = followers.computeIfAbsent(follow.follower(), ref -> new LiveFollower());
                follower.begin(follow.words(), feed.snapshot());
                tell(follow.follower(), follower);
            }
            case Heard heard -> {
                LiveFollower follower = followers.get(heard.follower());
                if (follower != null && follower.heard(heard.number()) && follower.hasMore()) {
                    tell(heard.follower(), follower);
                }
            }
            case AskActivity ask -> ask.replyTo().tell(new LastHour(activity.minutes()));
            case Gone gone -> followers.remove(gone.follower());
            case Round round -> round();
        }
        return Behaviors.same();
    }

    private void round() {
        List<Numbered> events = new ArrayList<>();
        buffer.events.drainTo(events);
        boolean missed = buffer.overflowed;
        buffer.overflowed = false;
        followers.forEach((ref, follower) -> {
            events.forEach(each -> follower.add(each.id(), each.event()));
            if (missed || follower.isBehind() || follower.waitsLongerThan(LOST)) {
                follower.begin(follower.words(), feed.snapshot());
            }
            if (follower.isFree() && (isDue(follower) || follower.quietFor(HEARTBEAT))) {
                tell(ref, follower);
            }
        });
    }

    private static boolean isDue(LiveFollower follower) {
        return follower.hasMore() && (follower.words() || follower.quietFor(UNWATCHED));
    }

    private void tell(ActorRef<Told> ref, LiveFollower follower) {
        ref.tell(follower.next(context.getSelf(), vitals.get()));
    }
}
