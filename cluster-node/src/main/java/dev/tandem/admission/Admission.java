package dev.tandem.admission;

import dev.tandem.protocol.call.Termination;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The cluster's one keeper of call slots. A slot is journalled before it is granted and freed only by its call's own end,
 * told by the call or found by the roll call; a timer asks, it never frees. It decides, and writes, only while its fence is open.
 */
public final class Admission extends EventSourcedBehavior<Admission.Command, AdmissionEvent, AdmissionState> {

    /** Requests, and slots given back, that wait for one write; beyond it they are dropped: calls ask again, and the roll is called. */
    static final int MAX_ROUND = 10_000;

    private static final int EVENTS_PER_SNAPSHOT = 2_000;

    /** The roll is called in pages, so that a long one keeps no request waiting; 40,000 calls are asked in a second. */
    static final int ROLL_PAGE = 1_000;

    private static final Duration PAGE_PAUSE = Duration.ofMillis(25);

    /** A release that could not be journalled is made good by a roll call this much later. */
    private static final Duration MAKE_GOOD = Duration.ofSeconds(3);

    /** What admission is asked. */
    public sealed interface Command {}

    /** Asks for a slot; repeatable, the same call never holds two. */
    public record Reserve(String callId, String tenant, int attempt, ActorRef<Answer> replyTo) implements Command {}

    /** The call has journalled its end. */
    public record Release(String callId) implements Command {}

    /** Asks for the numbers of now. */
    public record GetUse(ActorRef<Use> replyTo) implements Command {}

    private record Decide() implements Command {}

    private record EveryoneHasAsked() implements Command {}

    private record CallTheRoll() implements Command {}

    private record AskTheNext() implements Command {}

    /** A call's answer to the roll call. */
    public record Present(String callId, boolean live) implements Command {}

    /** What a call is told. */
    public sealed interface Answer {

        String callId();

        /** Which attempt is answered: a grant is good only for a while from when that attempt was sent. */
        int attempt();

        record Granted(String callId, int attempt) implements Answer {}

        record Refused(String callId, int attempt, Termination reason, int inUse, int limit) implements Answer {}
    }

    /** Sees the numbers where they are decided. */
    public interface SlotWatch {

        void inUse(String tenant, int slots);

        /** The slots are decided elsewhere from now on. */
        void gone();
    }

    /** Slots in use, in all and by tenant. */
    public record Use(int global, Map<String, Integer> byTenant) {}

    /**
     * Everything admission reaches.
     *
     * @param collecting how long waiting calls are collected after a hand-over; longer than a call waits before it asks again
     * @param roll asks one call, through sharding, whether it is live; asking also revives it
     */
    public record Links(
            Limits limits,
            Duration rollCallEvery,
            Duration collecting,
            BiConsumer<String, ActorRef<Present>> roll,
            Fence fence,
            SlotWatch watch) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Links links;
    private final Clock clock = Clock.systemUTC();

    /** Requests not yet answered, by call; the latest attempt of each, in the order in which the calls first asked. */
    private final Map<String, Reserve> waiting = new LinkedHashMap<>();

    /** Calls that hold a slot and ended; freed by the next write. */
    private final Set<String> leaving = new LinkedHashSet<>();

    /** Whether a {@link Decide} is under way: whatever comes before it, also during a running write, is decided together. */
    private boolean deciding;

    /** Null unless admission has just moved here. */
    private HandOver handOver;

    /** Who held a slot when the roll began and is still to be asked. */
    private Iterator<String> unasked = Collections.emptyIterator();

    public static Behavior<Command> create(Links links) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Admission(context, timers, links)));
    }

    private Admission(ActorContext<Command> context, TimerScheduler<Command> timers, Links links) {
        super(
                PersistenceId.ofUniqueId("Admission"),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(3), 0.2)
                        .withStashCapacity(MAX_ROUND));
        this.context = context;
        this.timers = timers;
        this.links = links;
    }

    @Override
    public AdmissionState emptyState() {
        return AdmissionState.EMPTY;
    }

    @Override
    public CommandHandler<Command, AdmissionEvent, AdmissionState> commandHandler() {
        return this::onCommand;
    }

    @Override
    public EventHandler<AdmissionState, AdmissionEvent> eventHandler() {
        return AdmissionState::apply;
    }

    @Override
    public SignalHandler<AdmissionState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::recovered)
                .onSignal(PostStop.instance(), state -> links.watch().gone())
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 2);
    }

    private void recovered(AdmissionState state) {
        waiting.clear();
        leaving.clear();
        deciding = false;
        handOver = null;
        unasked = Collections.emptyIterator();
        timers.startTimerWithFixedDelay("roll", new CallTheRoll(), Duration.ZERO, links.rollCallEvery());
        if (lastSequenceNumber(context) > 0) {
            handOver = HandOver.of(state, links.limits());
            timers.startSingleTimer("hand-over", new EveryoneHasAsked(), links.collecting());
        }
        state.inUseByTenant().forEach(links.watch()::inUse);
        String held = state.inUse() == 0 ? "" : ", held by tenant: " + state.inUseByTenant();
        context.getLog().info("admission decides on this node; {} slots held{}", state.inUse(), held);
    }

    private Effect<AdmissionEvent, AdmissionState> onCommand(AdmissionState state, Command command) {
        return switch (command) {
            case Reserve reserve -> collect(reserve);
            case Release(String callId) -> leave(state, callId);
            case Present(String callId, boolean live) -> live ? Effect().none() : leave(state, callId);
            case Decide() -> decide(state, false);
            case EveryoneHasAsked() -> decide(state, true);
            case CallTheRoll() -> callTheRoll(state);
            case AskTheNext() -> askTheNext(state);
            case GetUse(ActorRef<Use> replyTo) -> use(state, replyTo);
        };
    }

    private Effect<AdmissionEvent, AdmissionState> collect(Reserve reserve) {
        if (waiting.size() < MAX_ROUND || waiting.containsKey(reserve.callId())) {
            waiting.put(reserve.callId(), reserve);
            decideSoon();
        }
        return Effect().none();
    }

    private Effect<AdmissionEvent, AdmissionState> leave(AdmissionState state, String callId) {
        // A release may overtake the request it ends; granting afterwards would leave the slot to the roll call.
        waiting.remove(callId);
        if (state.holds(callId)) {
            if (leaving.size() < MAX_ROUND) {
                leaving.add(callId);
                decideSoon();
            } else {
                callTheRollSoon();
            }
        }
        return Effect().none();
    }

    private void decideSoon() {
        if (!deciding) {
            deciding = true;
            context.getSelf().tell(new Decide());
        }
    }

    private Effect<AdmissionEvent, AdmissionState> decide(AdmissionState state, boolean everyoneHasAsked) {
        if (!everyoneHasAsked) {
            deciding = false;
        }
        if (!links.fence().isOpen()) {
            return undecidable(everyoneHasAsked);
        }
        Map<String, String> asking = new LinkedHashMap<>();
        waiting.forEach((callId, reserve) -> asking.put(callId, reserve.tenant()));
        Round round;
        if (handOver == null) {
            round = Round.of(state, leaving, asking, links.limits());
        } else if (everyoneHasAsked) {
            round = Round.inTurns(state, leaving, asking, links.limits(), handOver);
        } else {
            round = Round.collecting(state, leaving, asking, links.limits(), handOver);
        }
        leaving.clear();
        handOver = round.handOver();
        Map<Reserve, AdmissionState.Decision> decided = new LinkedHashMap<>();
        round.decisions().forEach((callId, decision) -> decided.put(waiting.remove(callId), decision));
        if (!round.changesSlots()) {
            decided.forEach(this::answer);
            return Effect().none();
        }
        return Effect()
                .persist(new AdmissionEvent.SlotsChanged(clock.instant(), round.freed(), round.reserved()))
                .thenRun(after -> {
                    // The write may have taken longer than the fence held: whoever decides by now does not know of it.
                    if (links.fence().isOpen()) {
                        decided.forEach(this::answer);
                    }
                    tellUse(state, after, round);
                });
    }

    /** Calls ask again, and may then reach another singleton; a slot given back is found by the roll call. */
    private Effect<AdmissionEvent, AdmissionState> undecidable(boolean everyoneHasAsked) {
        waiting.clear();
        if (!leaving.isEmpty()) {
            leaving.clear();
            callTheRollSoon();
        }
        if (everyoneHasAsked) {
            timers.startSingleTimer("hand-over", new EveryoneHasAsked(), links.collecting());
        }
        return Effect().none();
    }

    private void answer(Reserve reserve, AdmissionState.Decision decision) {
        reserve.replyTo()
                .tell(
                        switch (decision) {
                            case AdmissionState.Decision.Grant() ->
                                new Answer.Granted(reserve.callId(), reserve.attempt());
                            case AdmissionState.Decision.AlreadyGranted() ->
                                new Answer.Granted(reserve.callId(), reserve.attempt());
                            case AdmissionState.Decision.Refuse(Termination reason, int inUse, int limit) ->
                                new Answer.Refused(reserve.callId(), reserve.attempt(), reason, inUse, limit);
                        });
    }

    private void tellUse(AdmissionState before, AdmissionState after, Round round) {
        Set<String> tenants = new HashSet<>(round.reserved().values());
        round.freed().forEach(callId -> tenants.add(before.slots().get(callId)));
        tenants.forEach(tenant -> links.watch().inUse(tenant, after.inUse(tenant)));
    }

    private void callTheRollSoon() {
        timers.startSingleTimer("make good", new CallTheRoll(), MAKE_GOOD);
    }

    /** A roll that is still being called goes on. */
    private Effect<AdmissionEvent, AdmissionState> callTheRoll(AdmissionState state) {
        if (unasked.hasNext()) {
            return Effect().none();
        }
        unasked = state.slots().keySet().iterator();
        return askTheNext(state);
    }

    private Effect<AdmissionEvent, AdmissionState> askTheNext(AdmissionState state) {
        ActorRef<Present> replyTo = context.getSelf().narrow();
        for (int i = 0; i < ROLL_PAGE && unasked.hasNext(); i++) {
            String callId = unasked.next();
            if (state.holds(callId)) {
                links.roll().accept(callId, replyTo);
            }
        }
        if (unasked.hasNext()) {
            timers.startSingleTimer("page", new AskTheNext(), PAGE_PAUSE);
        }
        return Effect().none();
    }

    private Effect<AdmissionEvent, AdmissionState> use(AdmissionState state, ActorRef<Use> replyTo) {
        if (links.fence().isOpen()) {
            replyTo.tell(new Use(state.inUse(), Map.copyOf(state.inUseByTenant())));
        }
        return Effect().none();
    }
}
