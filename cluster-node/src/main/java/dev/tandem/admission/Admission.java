package dev.tandem.admission;

import dev.tandem.protocol.call.Termination;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * told by the call or found by the roll call; a timer asks, it never frees. It decides only while its fence is open.
 */
public final class Admission extends EventSourcedBehavior<Admission.Command, AdmissionEvent, AdmissionState> {

    /** Requests that wait for one persist; beyond it they are dropped and the calls ask again (they do so every 2 s). */
    static final int MAX_BATCH = 10_000;

    private static final int EVENTS_PER_SNAPSHOT = 2_000;

    /** What admission is asked. */
    public sealed interface Command {}

    /** Asks for a slot; repeatable, the same call never holds two. */
    public record Reserve(String callId, String tenant, int attempt, ActorRef<Answer> replyTo) implements Command {}

    /** The call has journalled its end. */
    public record Release(String callId) implements Command {}

    /** Asks for the numbers of now. */
    public record GetUse(ActorRef<Use> replyTo) implements Command {}

    private record Flush() implements Command {}

    private record CallTheRoll() implements Command {}

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
     * @param roll asks one call, through sharding, whether it is live; asking also revives it
     */
    public record Links(
            Limits limits,
            Duration rollCallEvery,
            BiConsumer<String, ActorRef<Present>> roll,
            Fence fence,
            SlotWatch watch) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Links links;
    private final Clock clock = Clock.systemUTC();

    /** Requests that came during the running persist; answered by the next one, all in one write. */
    private final Map<String, Reserve> waiting = new LinkedHashMap<>();

    public static Behavior<Command> create(Links links) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Admission(context, timers, links)));
    }

    private Admission(ActorContext<Command> context, TimerScheduler<Command> timers, Links links) {
        super(
                PersistenceId.ofUniqueId("Admission"),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(3), 0.2)
                        .withStashCapacity(MAX_BATCH));
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
        return Admission::onEvent;
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
        timers.startTimerWithFixedDelay("roll", new CallTheRoll(), Duration.ZERO, links.rollCallEvery());
        state.inUseByTenant().forEach(links.watch()::inUse);
        context.getLog().info("admission holds {} slots, {}", state.inUse(), state.inUseByTenant());
    }

    private Effect<AdmissionEvent, AdmissionState> onCommand(AdmissionState state, Command command) {
        return switch (command) {
            case Reserve reserve -> collect(reserve);
            case Flush() -> decideAll(state);
            case Release(String callId) -> free(state, callId);
            case CallTheRoll() -> callTheRoll(state);
            case Present(String callId, boolean live) -> live ? Effect().none() : free(state, callId);
            case GetUse(ActorRef<Use> replyTo) -> use(state, replyTo);
        };
    }

    private static AdmissionState onEvent(AdmissionState state, AdmissionEvent event) {
        return switch (event) {
            case AdmissionEvent.Reserved reserved -> state.reserve(reserved.callId(), reserved.tenant());
            case AdmissionEvent.Freed freed -> state.free(freed.callId());
        };
    }

    private Effect<AdmissionEvent, AdmissionState> collect(Reserve reserve) {
        if (waiting.isEmpty()) {
            context.getSelf().tell(new Flush());
        }
        if (waiting.size() < MAX_BATCH) {
            waiting.put(reserve.callId(), reserve);
        }
        return Effect().none();
    }

    private Effect<AdmissionEvent, AdmissionState> decideAll(AdmissionState before) {
        if (!links.fence().isOpen()) {
            // Undecidable here; the calls ask again, and may then reach another singleton.
            waiting.clear();
            return Effect().none();
        }
        List<AdmissionEvent> events = new ArrayList<>();
        List<Runnable> answers = new ArrayList<>();
        AdmissionState state = before;
        for (Reserve reserve : waiting.values()) {
            switch (state.decide(reserve.callId(), reserve.tenant(), links.limits())) {
                case AdmissionState.Decision.Grant() -> {
                    AdmissionEvent event =
                            new AdmissionEvent.Reserved(clock.instant(), reserve.callId(), reserve.tenant());
                    events.add(event);
                    state = onEvent(state, event);
                    answers.add(() -> granted(reserve));
                }
                case AdmissionState.Decision.AlreadyGranted() -> answers.add(() -> granted(reserve));
                case AdmissionState.Decision.Refuse(Termination reason, int inUse, int limit) ->
                    answers.add(() -> reserve.replyTo()
                            .tell(new Answer.Refused(reserve.callId(), reserve.attempt(), reason, inUse, limit)));
            }
        }
        waiting.clear();
        return Effect().persist(events).thenRun(after -> {
            // The write may have taken longer than the fence held: whoever decides by now does not know of it.
            if (links.fence().isOpen()) {
                answers.forEach(Runnable::run);
            }
            for (AdmissionEvent event : events) {
                if (event instanceof AdmissionEvent.Reserved reserved) {
                    links.watch().inUse(reserved.tenant(), after.inUse(reserved.tenant()));
                }
            }
        });
    }

    private void granted(Reserve reserve) {
        reserve.replyTo().tell(new Answer.Granted(reserve.callId(), reserve.attempt()));
    }

    private Effect<AdmissionEvent, AdmissionState> free(AdmissionState state, String callId) {
        // A release may overtake the request it ends; granting afterwards would leave the slot to the roll call.
        waiting.remove(callId);
        String tenant = state.slots().get(callId);
        return tenant == null
                ? Effect().none()
                : Effect()
                        .persist(new AdmissionEvent.Freed(clock.instant(), callId))
                        .thenRun(after -> links.watch().inUse(tenant, after.inUse(tenant)));
    }

    private Effect<AdmissionEvent, AdmissionState> callTheRoll(AdmissionState state) {
        ActorRef<Present> replyTo = context.getSelf().narrow();
        state.slots().keySet().forEach(callId -> links.roll().accept(callId, replyTo));
        return Effect().none();
    }

    private Effect<AdmissionEvent, AdmissionState> use(AdmissionState state, ActorRef<Use> replyTo) {
        replyTo.tell(new Use(state.inUse(), Map.copyOf(state.inUseByTenant())));
        return Effect().none();
    }
}
