package dev.tandem.call;

import dev.tandem.admission.Admission;
import dev.tandem.admission.Fence;
import dev.tandem.agent.ToolExecutor;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.realtime.CallControl;
import dev.tandem.realtime.ControlAnswer;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import dev.tandem.realtime.Sessions;
import dev.tandem.realtime.Standing;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One call: journals what {@link CallState} decides, then does it. It holds no decision of its own, only the timers,
 * the attempts' clocks and the references that no journal can keep.
 */
public final class CallEntity extends EventSourcedBehavior<CallCommand, CallEvent, CallState> {

    public static final EntityTypeKey<CallCommand> TYPE = EntityTypeKey.create(CallCommand.class, "Call");

    /** Commands kept while a persist runs or the journal is away; sessions and webhooks repeat what is lost beyond it. */
    private static final int STASH = 1_000;

    /** A grant is good for this long from when its attempt was sent, on this node's monotonic clock. */
    static final Duration GRANT_VALID = Duration.ofSeconds(5);

    /** How soon a call whose node is cut off looks again. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /**
     * Everything a call reaches.
     *
     * @param fence closed while another node may have taken the call over: nothing is journalled or done then
     */
    public record Links(
            ActorRef<Admission.Command> admission,
            SessionHosts sessions,
            ActorRef<CallTools.Command> tools,
            CallControl control,
            Function<String, Optional<Tenant>> tenantOfNumber,
            CallPolicy policy,
            CallWatch watch,
            Fence fence) {}

    private final String callId;
    private final ActorContext<CallCommand> context;
    private final TimerScheduler<CallCommand> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Links links;
    private final Lines lines;
    private final Clock clock = Clock.systemUTC();
    private final Map<Integer, Long> askedAdmissionNanos = new HashMap<>();
    private final ActorRef<Admission.Answer> admissionAnswers;
    private final ActorRef<ToolExecutor.Ran> toolAnswers;
    private final ActorRef<Report> reports;
    /** What tools are to do, held back until the session says that the model still waits for them. */
    private final Map<String, CallEffect> readyTools = new LinkedHashMap<>();

    private ActorRef<RealtimeSession.Command> session;
    private long sessionEpoch;
    private boolean waiting;

    public static Behavior<CallCommand> create(
            String callId, PersistenceId persistenceId, ActorRef<ClusterSharding.ShardCommand> shard, Links links) {
        Lines lines = new Lines(callId);
        Behavior<CallCommand> call = Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new CallEntity(callId, persistenceId, context, timers, shard, links, lines)));
        return lines.on(call);
    }

    private CallEntity(
            String callId,
            PersistenceId persistenceId,
            ActorContext<CallCommand> context,
            TimerScheduler<CallCommand> timers,
            ActorRef<ClusterSharding.ShardCommand> shard,
            Links links,
            Lines lines) {
        super(
                persistenceId,
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(3), 0.2)
                        .withStashCapacity(STASH));
        this.callId = callId;
        this.context = context;
        this.timers = timers;
        this.shard = shard;
        this.links = links;
        this.lines = lines;
        this.admissionAnswers = context.messageAdapter(Admission.Answer.class, CallCommand.FromAdmission::new);
        this.reports = context.messageAdapter(Report.class, CallCommand.FromSession::new);
        this.toolAnswers = context.messageAdapter(
                ToolExecutor.Ran.class, ran -> new CallCommand.ToolRan(ran.toolCallId(), ran.outcome(), ran.output()));
    }

    /** A call's journal is short and read whole; to look for a snapshot would cost each new call a read before its first write. */
    @Override
    public String snapshotPluginId() {
        return "pekko.persistence.no-snapshot-store";
    }

    @Override
    public CallState emptyState() {
        return new Unoffered();
    }

    @Override
    public CommandHandler<CallCommand, CallEvent, CallState> commandHandler() {
        return this::onCommand;
    }

    @Override
    public EventHandler<CallState, CallEvent> eventHandler() {
        return CallState::apply;
    }

    @Override
    public SignalHandler<CallState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::recovered)
                .build();
    }

    private void recovered(CallState state) {
        askedAdmissionNanos.clear();
        waiting = false;
        if (!(state instanceof Unoffered)) {
            lines.belongTo(CallStates.tenant(state));
            links.watch().tookUp(callId, state);
            context.getSelf().tell(new CallCommand.Recovered());
        }
    }

    private Effect<CallEvent, CallState> onCommand(CallState state, CallCommand command) {
        if (command instanceof CallCommand.Leave) {
            links.watch().left(callId);
            return Effect().stop();
        }
        boolean mayAct = links.fence().isOpen();
        if (command instanceof CallCommand.LookAgain) {
            if (mayAct) {
                waiting = false;
                return Effect().none().thenUnstashAll();
            }
            lookAgain();
            return Effect().none();
        }
        if (waiting || !mayAct) {
            // In their order: what comes meanwhile waits behind what waits already.
            if (!waiting) {
                waiting = true;
                lookAgain();
            }
            return Effect().stash();
        }
        if (command instanceof CallCommand.FromAdmission(Admission.Answer.Granted granted) && expired(granted)) {
            return Effect().none();
        }
        if (command instanceof CallCommand.SessionGone) {
            session = null;
        }
        Surroundings around = new Surroundings(callId, clock.instant(), links.tenantOfNumber(), links.policy());
        Step step = state.on(command, around);
        if (command instanceof CallCommand.FromSession(Report report) && !step.sendsAway(report)) {
            if (isRival(report, state)) {
                report.session().tell(new RealtimeSession.Superseded());
                if (session != null) {
                    // One was asked for while this one is there.
                    timers.cancel(CallCommand.Timer.HELLO);
                }
                return Effect().none();
            }
            meet(report);
            heedTools(report, state);
        }
        if (step.events().isEmpty()) {
            step.effects().forEach(effect -> perform(effect, state));
            return Effect().none();
        }
        long writing = System.nanoTime();
        return Effect().persist(step.events()).thenRun(after -> {
            long took = System.nanoTime() - writing;
            lines.belongTo(CallStates.tenant(after));
            step.events().forEach(event -> links.watch().saw(callId, CallStates.tenant(after), event));
            links.watch().wrote(callId, step.events().size(), took);
            step.effects().forEach(effect -> perform(effect, after));
            step.events().forEach(this::forgetTool);
        });
    }

    /** What the session gave up or wrote does not run any more. */
    private void forgetTool(CallEvent event) {
        if (event instanceof CallEvent.ToolAbandoned abandoned) {
            readyTools.remove(abandoned.toolCallId());
        } else if (event instanceof CallEvent.ToolAnswered answered) {
            readyTools.remove(answered.toolCallId());
        }
    }

    private void lookAgain() {
        timers.startSingleTimer(LOOK_AGAIN, new CallCommand.LookAgain(), LOOK_AGAIN);
    }

    private boolean expired(Admission.Answer.Granted granted) {
        Long asked = askedAdmissionNanos.get(granted.attempt());
        return asked == null || System.nanoTime() - asked > GRANT_VALID.toNanos();
    }

    /**
     * Two sessions may have been asked for under one epoch, on two nodes: the one that is met stays, or, after a recovery,
     * the one whose sideband is journalled.
     */
    private boolean isRival(Report report, CallState state) {
        if (session != null) {
            return !report.session().equals(session) && report.epoch() <= sessionEpoch;
        }
        return CallStates.attachedElsewhere(state, report.epoch(), nodeOf(report.session()));
    }

    private String nodeOf(ActorRef<?> ref) {
        Address address = ref.path().address();
        String hostPort = (address.hasLocalScope() ? context.getSystem().address() : address).hostPort();
        return hostPort.substring(hostPort.indexOf('@') + 1);
    }

    /** Remembers who speaks for the call, to be told when it is gone. */
    private void meet(Report report) {
        if (!report.session().equals(session)) {
            if (session != null) {
                context.unwatch(session);
                session.tell(new RealtimeSession.Superseded());
            }
            session = report.session();
            context.watchWith(session, new CallCommand.SessionGone());
        }
        sessionEpoch = report.epoch();
        timers.cancel(CallCommand.Timer.HELLO);
    }

    /** A tool runs when its intent is journalled and the model still waits: a session that gave it up meanwhile does not answer. */
    private void heedTools(Report report, CallState state) {
        switch (report) {
            case Report.Hello hello ->
                readyTools.keySet().forEach(tool -> session.tell(new RealtimeSession.ToolReady(tool)));
            case Report.ToolAwaited awaited
            when state instanceof Running -> runNow(readyTools.remove(awaited.toolCallId()), state);
            case Report.ToolAwaited awaited -> {}
            case Report.Facts facts -> {}
            case Report.Unattachable unattachable -> {}
            case Report.Expired expired -> {}
            case Report.ModelFailed failed -> {}
            case Report.Silent silent -> {}
            case Report.SpokenOut spokenOut -> {}
            case Report.Drained drained -> {}
        }
    }

    /** @param ready null when the tool was started before, or belongs to an earlier incarnation */
    private void runNow(CallEffect ready, CallState state) {
        if (ready instanceof CallEffect.RunTool run) {
            runTool(run, state);
        } else if (ready instanceof CallEffect.Refer(String toolCallId, String target)) {
            control(links.control().refer(callId, target), answer -> new CallCommand.ReferAnswered(answer, toolCallId));
        }
    }

    private void whenAwaited(String toolCallId, CallEffect effect) {
        readyTools.put(toolCallId, effect);
        if (session != null) {
            session.tell(new RealtimeSession.ToolReady(toolCallId));
        }
    }

    private void perform(CallEffect effect, CallState state) {
        switch (effect) {
            case CallEffect.Tell<?> tell -> {
                tell.run();
                if (tell.message() instanceof RealtimeSession.Superseded
                        && tell.to().equals(session)) {
                    // It goes because it was sent away; its going says nothing.
                    context.unwatch(session);
                    session = null;
                }
            }
            case CallEffect.Reserve(String tenant, int attempt) -> {
                askedAdmissionNanos.put(attempt, System.nanoTime());
                links.admission().tell(new Admission.Reserve(callId, tenant, attempt, admissionAnswers));
            }
            case CallEffect.Release() -> links.admission().tell(new Admission.Release(callId));
            case CallEffect.Accept(int attempt, boolean doubtful) ->
                accept(state, answer -> new CallCommand.AcceptAnswered(answer, attempt, doubtful));
            case CallEffect.Reject(int sipStatus, int attempt) ->
                control(
                        links.control().reject(callId, sipStatus),
                        answer -> new CallCommand.RejectAnswered(answer, attempt));
            case CallEffect.Refer refer -> whenAwaited(refer.toolCallId(), refer);
            case CallEffect.HangUp(int attempt) ->
                control(links.control().hangup(callId), answer -> new CallCommand.HangUpAnswered(answer, attempt));
            case CallEffect.Attach(Standing standing) ->
                CallStates.sideband(callId, state)
                        .map(sideband -> standing == null ? sideband : sideband.resuming(standing))
                        .ifPresent(sideband -> links.sessions()
                                .hostFor(CallStates.node(state))
                                .tell(new Sessions.Attach(
                                        sideband, links.sessions().hostFor(Optional.empty()), reports)));
            case CallEffect.ToSession(RealtimeSession.Command message) -> {
                if (session != null) {
                    session.tell(message);
                }
            }
            case CallEffect.RunTool run -> whenAwaited(run.toolCallId(), run);
            case CallEffect.Wait(CallCommand.Timer timer, int attempt, Duration length) ->
                timers.startSingleTimer(timer, new CallCommand.TimeUp(timer, attempt), length);
            case CallEffect.Rest() -> rest();
        }
    }

    private void accept(CallState state, Function<ControlAnswer, CallCommand> command) {
        CallStates.agent(state)
                .ifPresent(agent -> control(
                        links.control().accept(callId, SessionSettings.of(agent), "accept_" + callId), command));
    }

    private void control(CompletionStage<ControlAnswer> answer, Function<ControlAnswer, CallCommand> command) {
        BiFunction<ControlAnswer, Throwable, CallCommand> whatever = (done, failure) -> command.apply(
                failure == null
                        ? done
                        : new ControlAnswer.Unavailable(String.valueOf(failure.getMessage()), true, Duration.ZERO));
        context.pipeToSelf(answer, whatever::apply);
    }

    private void runTool(CallEffect.RunTool run, CallState state) {
        CallStates.agent(state)
                .flatMap(agent -> agent.tools().stream()
                        .filter(tool -> tool.name().equals(run.name()))
                        .findFirst())
                .ifPresent(tool -> {
                    if (tool instanceof Tool.Http http) {
                        links.tools()
                                .tell(new CallTools.Run(
                                        new ToolExecutor.Run(
                                                http,
                                                callId,
                                                run.toolCallId(),
                                                run.arguments(),
                                                run.attempt(),
                                                http.timeout(),
                                                toolAnswers),
                                        CallStates.tenant(state)));
                    }
                });
    }

    private void rest() {
        timers.cancelAll();
        links.tools().tell(new CallTools.Ended(callId));
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
}
