package dev.tandem.call;

import dev.tandem.admission.Admission;
import dev.tandem.admission.AdmissionState;
import dev.tandem.admission.Limits;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Admission, calls, sessions, a network and a provider in one value: the decisions are the real {@link CallState} and
 * {@link AdmissionState}, the rest is a model of their shells. What may happen next is listed by {@link Moves}.
 */
final class World {

    /** What can be wrong with a build on purpose, to see that the search sees it. */
    enum Mutation {
        NONE,
        TIMER_FREES_SLOT,
        ACCEPTS_AGAIN_UNASKED,
        NO_ROLL_CALL,
        GREETS_AFTER_RECOVERY,
        GRANTS_BEFORE_PERSIST,
        ONCE_TOOL_RUNS_AGAIN,
        RUNS_TOOLS_UNASKED,
        WRITES_OUTPUTS_AGAIN
    }

    /** What may still go wrong, counted down; total bounds all of crash, loss, repeat and unavailable together. */
    record Budget(int total, int crashes, int losses, int repeats, int unavailable, int early, int drops) {}

    /** A message between call and admission, or to a call from outside. */
    sealed interface Message {
        int call();

        record ToCall(int call, CallCommand command) implements Message {}

        record ToAdmission(int call, Admission.Command command) implements Message {}
    }

    static final class Wrong extends AssertionError {
        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what);
        }
    }

    final Mutation mutation;
    final int global;
    final Map<String, Integer> tenantLimits;
    AdmissionState admission = AdmissionState.EMPTY;
    AdmissionState slotsInMemory = AdmissionState.EMPTY;
    LinkedHashMap<String, Admission.Reserve> batch = new LinkedHashMap<>();
    List<ModelCall> calls = new ArrayList<>();
    List<Message> net = new ArrayList<>();
    Budget budget;
    boolean late;
    boolean clockStands;
    int hangUps;

    World(Mutation mutation, int global, Map<String, Integer> tenantLimits, Budget budget, int hangUps) {
        this.mutation = mutation;
        this.global = global;
        this.tenantLimits = tenantLimits;
        this.budget = budget;
        this.hangUps = hangUps;
    }

    World with(Tenant tenant) {
        ModelCall call = new ModelCall(calls.size(), tenant);
        calls.add(call);
        net.add(offer(call));
        return this;
    }

    static Message offer(ModelCall call) {
        CallEvent.CallOffered offered = Samples.offered(call.tenant.numbers().getFirst(), Samples.T0, Samples.T0);
        return new Message.ToCall(call.index, new CallCommand.Offer(offered, Samples.standIn("ingress")));
    }

    World copy() {
        World copy = new World(mutation, global, tenantLimits, budget, hangUps);
        copy.admission = admission;
        copy.slotsInMemory = slotsInMemory;
        copy.batch = new LinkedHashMap<>(batch);
        copy.calls.addAll(calls);
        copy.net = new ArrayList<>(net);
        copy.late = late;
        copy.clockStands = clockStands;
        return copy;
    }

    /** The call, to be changed: copies of a world share what neither changes. */
    ModelCall call(int index) {
        ModelCall call = calls.get(index);
        if (call.owner != this) {
            call = call.copy();
            call.owner = this;
            calls.set(index, call);
        }
        call.number = -1;
        return call;
    }

    Instant now() {
        return late ? Samples.T0.plus(Duration.ofHours(1)) : Samples.T0;
    }

    private Limits limits() {
        return new Limits() {
            @Override
            public int global() {
                return global;
            }

            @Override
            public int tenant(String tenant) {
                return tenantLimits.getOrDefault(tenant, 0);
            }
        };
    }

    Surroundings around(ModelCall call) {
        return new Surroundings(
                call.id,
                now(),
                number -> call.tenant.numbers().contains(number) ? Optional.of(call.tenant) : Optional.empty(),
                Samples.POLICY);
    }

    /** The call journals and does; {@code cut}: it crashes between the two. */
    void command(ModelCall call, CallCommand command, boolean cut) {
        if (command instanceof CallCommand.FromAdmission(Admission.Answer.Granted granted)
                && !call.asked.contains(granted.attempt())) {
            return;
        }
        Step step = call.state.on(command, around(call));
        if (command instanceof CallCommand.FromSession(Report report) && !step.sendsAway(report)) {
            if (isRival(call, report)) {
                toSession(call, report.session().toString(), new RealtimeSession.Superseded());
                if (call.session != null) {
                    call.timers.remove(CallCommand.Timer.HELLO);
                }
                return;
            }
            meet(call, report);
            heedTools(call, report);
        }
        if (call.state instanceof Ended && !step.events().isEmpty()) {
            throw new Wrong("an ended call journals " + step.events());
        }
        if (mutation == Mutation.ACCEPTS_AGAIN_UNASKED
                && command instanceof CallCommand.Recovered
                && call.state instanceof Accepting) {
            step = step.then(new CallEffect.Accept(1, false));
        }
        if (mutation == Mutation.GREETS_AFTER_RECOVERY
                && call.state instanceof Running
                && command instanceof CallCommand.FromSession(Report.Hello hello)) {
            step = step.then(new CallEffect.ToSession(new RealtimeSession.Greet()));
        }
        if (mutation == Mutation.ONCE_TOOL_RUNS_AGAIN
                && call.state instanceof Running running
                && command instanceof CallCommand.Recovered) {
            for (var tool : running.live().tools().entrySet()) {
                step = step.then(
                        new CallEffect.RunTool(tool.getKey(), tool.getValue().name(), "{}", 2));
            }
        }
        step.events().forEach(call::journalled);
        if (!cut) {
            CallState before = call.state;
            step.effects().forEach(effect -> perform(call, effect, before));
            step.events().forEach(event -> forgetTool(call, event));
        }
    }

    private boolean isRival(ModelCall call, Report report) {
        String speaker = report.session().toString();
        return call.session != null
                ? !speaker.equals(call.session) && report.epoch() <= call.sessionEpoch
                : CallStates.attachedElsewhere(call.state, report.epoch(), speaker);
    }

    private void meet(ModelCall call, Report report) {
        String speaker = report.session().toString();
        if (call.session != null && !speaker.equals(call.session)) {
            toSession(call, call.session, new RealtimeSession.Superseded());
        }
        call.session = speaker;
        call.sessionEpoch = report.epoch();
        call.timers.remove(CallCommand.Timer.HELLO);
    }

    private void heedTools(ModelCall call, Report report) {
        if (report instanceof Report.Hello) {
            List.copyOf(call.ready.keySet())
                    .forEach(tool -> toSession(call, call.session, new RealtimeSession.ToolReady(tool)));
        } else if (report instanceof Report.ToolAwaited awaited && call.state instanceof Running) {
            runNow(call, awaited.toolCallId(), call.ready.remove(awaited.toolCallId()));
        }
    }

    private static void forgetTool(ModelCall call, CallEvent event) {
        if (event instanceof CallEvent.ToolAbandoned abandoned) {
            call.ready.remove(abandoned.toolCallId());
        } else if (event instanceof CallEvent.ToolAnswered answered) {
            call.ready.remove(answered.toolCallId());
        }
    }

    private void whenAwaited(ModelCall call, String toolCallId, CallEffect effect) {
        if (mutation == Mutation.RUNS_TOOLS_UNASKED) {
            runNow(call, toolCallId, effect);
            return;
        }
        call.ready.put(toolCallId, effect);
        toSession(call, call.session, new RealtimeSession.ToolReady(toolCallId));
    }

    private static void runNow(ModelCall call, String toolCallId, CallEffect ready) {
        if (ready != null && call.provider.toldUnused.contains(toolCallId)) {
            throw new Wrong(
                    "I4: " + toolCallId + " of " + call.id + " runs after the model was told that it was not used");
        }
        if (ready instanceof CallEffect.RunTool run) {
            call.ran.merge(toolCallId, 1, Integer::sum);
            call.toolRuns.add(new ModelCall.ToolRun(toolCallId, run.name(), run.attempt()));
        } else if (ready instanceof CallEffect.Refer) {
            call.requests.add(new ModelCall.Request(Provider.Asked.REFER, 1, false, toolCallId));
        }
    }

    private void perform(ModelCall call, CallEffect effect, CallState state) {
        switch (effect) {
            case CallEffect.Tell<?> tell -> told(call, tell);
            case CallEffect.Reserve(String tenant, int attempt) -> {
                call.asked.add(attempt);
                send(new Message.ToAdmission(
                        call.index, new Admission.Reserve(call.id, tenant, attempt, Samples.standIn(call.id))));
            }
            case CallEffect.Release() -> send(new Message.ToAdmission(call.index, new Admission.Release(call.id)));
            case CallEffect.Accept(int attempt, boolean doubtful) -> {
                if (!doubtful && call.acceptEffectDone) {
                    throw new Wrong("I3: " + call.id + " is accepted again as if it never was");
                }
                call.acceptEffectDone = true;
                call.requests.add(new ModelCall.Request(Provider.Asked.ACCEPT, attempt, doubtful, ""));
            }
            case CallEffect.Reject(int status, int attempt) ->
                call.requests.add(new ModelCall.Request(Provider.Asked.REJECT, attempt, false, ""));
            case CallEffect.Refer refer -> whenAwaited(call, refer.toolCallId(), refer);
            case CallEffect.HangUp(int attempt) ->
                call.requests.add(new ModelCall.Request(Provider.Asked.HANG_UP, attempt, false, ""));
            case CallEffect.Attach attach -> attach(call, state);
            case CallEffect.ToSession(RealtimeSession.Command command) -> toSession(call, call.session, command);
            case CallEffect.RunTool run -> whenAwaited(call, run.toolCallId(), run);
            case CallEffect.Wait(CallCommand.Timer timer, int attempt, Duration length) -> {
                if (length.isNegative()) {
                    throw new Wrong("a wait of " + length);
                }
                call.timers.put(timer, attempt);
            }
            case CallEffect.Rest() -> call.timers.clear();
        }
    }

    private void told(ModelCall call, CallEffect.Tell<?> tell) {
        switch (tell.message()) {
            case Admission.Present present -> send(new Message.ToAdmission(call.index, present));
            case RealtimeSession.Command command -> toSession(call, tell.to().toString(), command);
            default -> {} // Answers to ingress and operators leave the world.
        }
    }

    private void attach(ModelCall call, CallState state) {
        CallStates.sideband(call.id, state).ifPresent(sideband -> {
            ModelSession here = call.here();
            if (here != null) {
                here.hear(new RealtimeSession.Rejoin(sideband), now(), call.provider);
            } else {
                String name = call.freeName();
                call.sessions.add(ModelSession.spawn(name, sideband, now()));
            }
        });
    }

    private void toSession(ModelCall call, String name, RealtimeSession.Command command) {
        ModelSession session = name == null ? null : call.find(name);
        if (session == null) {
            return;
        }
        if (command instanceof RealtimeSession.Superseded) {
            // It goes because it was sent away: nobody is told.
            call.sessions.remove(session);
            call.session = session.name.equals(call.session) ? null : call.session;
        } else if (session.hear(command, now(), call.provider)) {
            call.greetings++;
        }
    }

    void sessionEnds(ModelCall call, ModelSession session) {
        call.sessions.remove(session);
        if (session.name.equals(call.session)) {
            call.session = null;
            send(new Message.ToCall(call.index, new CallCommand.SessionGone()));
        }
    }

    void send(Message message) {
        if (!net.contains(message)) {
            net.add(message);
        }
    }

    /** The entity starts anew from its journal; {@code Recovered} stands behind whatever was already sent to it. */
    void entityStarts(ModelCall call) {
        call.timers.clear();
        call.asked.clear();
        call.ready.clear();
        call.session = null;
        if (!(call.state instanceof Unoffered)) {
            send(new Message.ToCall(call.index, new CallCommand.Recovered()));
        }
    }

    void admission(ModelCall call, Admission.Command command) {
        switch (command) {
            case Admission.Reserve reserve -> batch.put(call.id, reserve);
            case Admission.Release(String callId) -> free(callId);
            case Admission.Present(String callId, boolean live) -> {
                if (!live) {
                    free(callId);
                }
            }
            default -> throw new IllegalArgumentException(command.toString());
        }
    }

    void free(String callId) {
        batch.remove(callId);
        admission = admission.free(callId);
        slotsInMemory = slotsInMemory.free(callId);
    }

    /** Decides the batch; {@code cut}: what was decided is journalled, and nobody is told. */
    void flush(boolean cut) {
        List<Message> answers = new ArrayList<>();
        AdmissionState state = mutation == Mutation.GRANTS_BEFORE_PERSIST ? slotsInMemory : admission;
        for (Admission.Reserve reserve : batch.values()) {
            int call = Integer.parseInt(reserve.callId().substring(1));
            Admission.Answer answer = switch (state.decide(reserve.callId(), reserve.tenant(), limits())) {
                case AdmissionState.Decision.Grant grant -> {
                    state = state.reserve(reserve.callId(), reserve.tenant());
                    yield new Admission.Answer.Granted(reserve.callId(), reserve.attempt());
                }
                case AdmissionState.Decision.AlreadyGranted granted ->
                    new Admission.Answer.Granted(reserve.callId(), reserve.attempt());
                case AdmissionState.Decision.Refuse(var reason, int inUse, int limit) ->
                    new Admission.Answer.Refused(reserve.callId(), reserve.attempt(), reason, inUse, limit);
            };
            answers.add(new Message.ToCall(call, new CallCommand.FromAdmission(answer)));
        }
        batch.clear();
        slotsInMemory = state;
        if (mutation != Mutation.GRANTS_BEFORE_PERSIST) {
            admission = state;
        }
        if (!cut) {
            answers.forEach(this::send);
        }
    }

    /** A new incarnation has its journal and an empty batch. */
    void admissionStarts() {
        batch.clear();
        slotsInMemory = admission;
    }

    void callTheRoll() {
        for (String callId : admission.slots().keySet()) {
            send(new Message.ToCall(
                    Integer.parseInt(callId.substring(1)),
                    new CallCommand.AnswerRollCall(Samples.standIn("admission"))));
        }
    }

    /** Throws when an invariant is broken now. */
    void check() {
        int live = 0;
        Map<String, Integer> perTenant = new LinkedHashMap<>();
        for (ModelCall call : calls) {
            if (call.wrong() != null) {
                throw new Wrong(call.wrong());
            }
            if (call.provider.live()) {
                live++;
                perTenant.merge(call.tenant.id(), 1, Integer::sum);
                if (!slotsInMemory.holds(call.id)) {
                    throw new Wrong("I1: " + call.id + " is live and holds no slot");
                }
            }
        }
        if (live > global) {
            throw new Wrong("I1: " + live + " calls live, limit " + global);
        }
        perTenant.forEach((tenant, count) -> {
            if (count > tenantLimits.get(tenant)) {
                throw new Wrong("I1: " + count + " calls of " + tenant + " live");
            }
        });
    }

    /** Throws when a world in which nothing happens any more is not as it must be. */
    void checkQuiet() {
        for (ModelCall call : calls) {
            if (call.ends != 1 || !(call.state instanceof Ended)) {
                throw new Wrong(call.id + " is stuck: " + describe(call));
            }
            if (call.provider.callerThere()) {
                throw new Wrong(call.id + " ended, and its caller still waits: " + call.provider.stage);
            }
        }
        if (admission.inUse() > 0) {
            throw new Wrong("I2: slots held for nobody: " + admission.slots());
        }
    }

    static String describe(ModelCall call) {
        return call.state.getClass().getSimpleName() + ", provider " + call.provider.stage + ", timers " + call.timers
                + ", requests " + call.requests + ", sessions "
                + call.sessions.stream().map(each -> each.key(whole -> whole)).toList();
    }
}
