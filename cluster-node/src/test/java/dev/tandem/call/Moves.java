package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.realtime.ControlAnswer;
import dev.tandem.realtime.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Everything that may happen next in a world, faults included as far as its budget goes. */
final class Moves {

    /** {@code rank} orders what a fair, faultless world does next, lowest first; {@code FAULT} never happens in one. */
    record Move(String what, Object detail, int rank, Consumer<World> act) {

        static final int FAULT = 100;

        /** What people and models do of themselves: no fault, and nothing that must happen. */
        static final int FREELY = 50;

        @Override
        public String toString() {
            return what + " " + detail;
        }
    }

    private static final Set<CallCommand.Timer> LONG =
            Set.of(CallCommand.Timer.DRAIN, CallCommand.Timer.LAST_WORDS, CallCommand.Timer.TRANSFER);

    private static final List<String> TOOLS =
            List.of("look", "book", "pay", "pay", "end_call", "transfer_call", "no_such_tool");

    private final World world;
    private final World.Budget budget;
    private final List<Move> moves = new ArrayList<>();

    private Moves(World world) {
        this.world = world;
        this.budget = world.budget;
    }

    static List<Move> of(World world) {
        Moves moves = new Moves(world);
        moves.network();
        moves.admission();
        for (ModelCall call : world.calls) {
            moves.requests(call);
            moves.sessions(call);
            moves.timers(call);
            moves.crashes(call);
            moves.people(call);
            moves.conversation(call);
        }
        if (!world.late && !world.clockStands) {
            moves.add("clock jumps", "", Move.FREELY, w -> w.late = true);
        }
        return moves.moves;
    }

    private void add(String what, Object detail, int rank, Consumer<World> act) {
        moves.add(new Move(what, detail, rank, act));
    }

    private boolean may(int some) {
        return some > 0 && budget.total() > 0;
    }

    private void network() {
        for (int i = 0; i < world.net.size(); i++) {
            World.Message message = world.net.get(i);
            int at = i;
            add("deliver", message, 0, w -> {
                w.net.remove(at);
                deliver(w, message, false);
            });
            boolean local = message instanceof World.Message.ToCall(int call, CallCommand command)
                    && !(command instanceof CallCommand.Offer
                            || command instanceof CallCommand.FromAdmission
                            || command instanceof CallCommand.AnswerRollCall);
            boolean offer = message instanceof World.Message.ToCall(int call, CallCommand.Offer command);
            if (!local && may(budget.repeats())) {
                add("deliver and keep", message, Move.FAULT, w -> {
                    spend(w, 0, 0, 1, 0, 0, 0);
                    deliver(w, message, false);
                });
            }
            if (!local && !offer && may(budget.losses())) {
                add("lose", message, Move.FAULT, w -> {
                    spend(w, 0, 1, 0, 0, 0, 0);
                    w.net.remove(at);
                });
            }
            if (message instanceof World.Message.ToCall(int index, CallCommand command)) {
                cut(world.calls.get(index), command, w -> w.net.remove(at));
            }
        }
    }

    private static void deliver(World w, World.Message message, boolean cut) {
        switch (message) {
            case World.Message.ToCall(int call, CallCommand command) -> w.command(w.call(call), command, cut);
            case World.Message.ToAdmission(int call, var command) -> w.admission(w.call(call), command);
        }
    }

    /** The crash that hurts most: the events are stored, the effects never happen. */
    private void cut(ModelCall call, CallCommand command, Consumer<World> take) {
        if (!may(budget.crashes())
                || call.state.on(command, world.around(call)).events().isEmpty()) {
            return;
        }
        for (Crash crash : List.of(Crash.RESTART, Crash.NODE_REQUESTS_LOST)) {
            add("persist, then " + crash, List.of(call.id, command), Move.FAULT, w -> {
                spend(w, 1, 0, 0, 0, 0, 0);
                take.accept(w);
                ModelCall it = w.call(call.index);
                w.command(it, command, true);
                crash.of(w, it);
            });
        }
    }

    private void admission() {
        if (!world.batch.isEmpty()) {
            add("admission decides", world.batch.keySet(), 0, w -> w.flush(false));
            if (may(budget.crashes())) {
                add("admission persists and crashes", world.batch.keySet(), Move.FAULT, w -> {
                    spend(w, 1, 0, 0, 0, 0, 0);
                    w.flush(true);
                    w.admissionStarts();
                });
            }
        }
        boolean starting = !world.batch.isEmpty() || !world.admission.equals(world.slotsInMemory);
        if (starting && may(budget.crashes())) {
            add("admission crashes", "", Move.FAULT, w -> {
                spend(w, 1, 0, 0, 0, 0, 0);
                w.admissionStarts();
            });
        }
        if (world.admission.inUse() > 0 && world.mutation != World.Mutation.NO_ROLL_CALL) {
            add("roll call", "", 9, World::callTheRoll);
            if (may(budget.early())) {
                add("roll call early", "", Move.FAULT, w -> {
                    spend(w, 0, 0, 0, 0, 1, 0);
                    w.callTheRoll();
                });
            }
        }
        if (world.mutation == World.Mutation.TIMER_FREES_SLOT && world.late) {
            world.admission
                    .slots()
                    .keySet()
                    .forEach(callId -> add("a timer frees", callId, Move.FAULT, w -> w.free(callId)));
        }
    }

    private void requests(ModelCall call) {
        for (ModelCall.Request request : new HashSet<>(call.requests)) {
            add("provider answers", List.of(call.id, request), 1, w -> answer(w, call.index, request, null, true));
            if (may(budget.unavailable())) {
                for (boolean effect : List.of(true, false)) {
                    add(effect ? "answer lost" : "request lost", List.of(call.id, request), Move.FAULT, w -> {
                        spend(w, 0, 0, 0, 1, 0, 0);
                        answer(w, call.index, request, Provider.unavailable(true), effect);
                    });
                }
            }
        }
        for (ModelCall.ToolRun run : new HashSet<>(call.toolRuns)) {
            add("tool done", run, 1, w -> toolDone(w, call.index, run, ToolOutcome.SUCCEEDED));
            add("tool fails", run, Move.FREELY, w -> toolDone(w, call.index, run, ToolOutcome.FAILED));
        }
    }

    private static void toolDone(World w, int index, ModelCall.ToolRun run, ToolOutcome outcome) {
        w.call(index).toolRuns.remove(run);
        w.send(new World.Message.ToCall(
                index, new CallCommand.ToolRan(run.toolCallId(), outcome, ModelCall.outcome(outcome))));
    }

    private static void answer(World w, int index, ModelCall.Request request, ControlAnswer instead, boolean effect) {
        ModelCall call = w.call(index);
        call.requests.remove(request);
        ControlAnswer real = effect ? call.provider.handle(request.asked()) : null;
        ControlAnswer answer = instead == null ? real : instead;
        w.send(new World.Message.ToCall(
                index,
                switch (request.asked()) {
                    case ACCEPT -> new CallCommand.AcceptAnswered(answer, request.attempt(), request.doubtful());
                    case REJECT -> new CallCommand.RejectAnswered(answer, request.attempt());
                    case HANG_UP -> new CallCommand.HangUpAnswered(answer, request.attempt());
                    case REFER -> new CallCommand.ReferAnswered(answer, request.toolCallId());
                }));
    }

    private void sessions(ModelCall call) {
        for (ModelSession session : call.sessions) {
            String name = session.name;
            if (!session.told.isEmpty()) {
                Report head = session.told.getFirst();
                CallCommand command = new CallCommand.FromSession(head);
                add("report", head, 2, w -> {
                    take(w, call.index, name);
                    w.command(w.call(call.index), command, false);
                });
                if (may(budget.losses())) {
                    add("lose report", head, Move.FAULT, w -> {
                        spend(w, 0, 1, 0, 0, 0, 0);
                        take(w, call.index, name);
                    });
                }
                cut(call, command, w -> take(w, call.index, name));
            }
            Report again = session.repeat();
            if (again != null) {
                add(
                        "session repeats",
                        again,
                        6,
                        w -> of(w, call.index, name).told.add(again));
            }
            if (session.canOpen(call.provider)) {
                add("sideband opens", name, 3, w -> {
                    ModelSession it = of(w, call.index, name);
                    if (w.mutation == World.Mutation.WRITES_OUTPUTS_AGAIN) {
                        it.doubt.clear();
                        it.forgetful = true;
                    }
                    it.open(w.now(), w.call(call.index).provider);
                });
            }
            if (session.canGiveUp(call.provider)) {
                add("session gives up", name, 4, w -> of(w, call.index, name).gaveUp = true);
            }
            if (session.open && !call.provider.live()) {
                add("sideband closes", name, 3, w -> of(w, call.index, name).socketLost(w.now(), SidebandLoss.CLOSED));
            }
            if (session.open && call.provider.live() && may(budget.drops())) {
                add("sideband drops", name, Move.FAULT, w -> {
                    spend(w, 0, 0, 0, 0, 0, 1);
                    of(w, call.index, name).socketLost(w.now(), SidebandLoss.CUT);
                });
                if (!session.sent.isEmpty()) {
                    add("sideband drops with what was written", name, Move.FAULT, w -> {
                        spend(w, 0, 0, 0, 0, 0, 1);
                        ModelSession it = of(w, call.index, name);
                        it.sent.forEach(w.call(call.index).provider::lose);
                        it.socketLost(w.now(), SidebandLoss.CUT);
                    });
                }
            }
            tools(call, session);
            if (may(budget.crashes())) {
                add("session dies", name, Move.FAULT, w -> {
                    spend(w, 1, 0, 0, 0, 0, 0);
                    w.sessionEnds(w.call(call.index), of(w, call.index, name));
                });
            }
        }
    }

    private void tools(ModelCall call, ModelSession session) {
        String name = session.name;
        for (String tool : session.sent) {
            add(
                    "output told",
                    List.of(name, tool),
                    2,
                    w -> of(w, call.index, name).there(tool, w.now()));
        }
        if (session.told.isEmpty() && !call.ready.isEmpty() && !session.openTools.isEmpty()) {
            add(
                    "session asks again",
                    name,
                    6,
                    w -> of(w, call.index, name).told.add(new Report.Hello(session.epoch, session.ref)));
        }
        for (String tool : session.openTools) {
            if (session.mayGiveUp(tool) && may(budget.early())) {
                add("session gives up tool", List.of(name, tool), Move.FAULT, w -> {
                    spend(w, 0, 0, 0, 0, 1, 0);
                    of(w, call.index, name).giveUp(tool, w.now(), w.call(call.index).provider);
                });
            }
        }
    }

    private static ModelSession of(World w, int call, String name) {
        return w.call(call).find(name);
    }

    private static void take(World w, int call, String name) {
        of(w, call, name).told.removeFirst();
    }

    private void timers(ModelCall call) {
        boolean quiet = call.still()
                && !world.batch.containsKey(call.id)
                && world.net.stream().noneMatch(message -> message.call() == call.index);
        for (Map.Entry<CallCommand.Timer, Integer> each : call.timers.entrySet()) {
            CallCommand.Timer timer = each.getKey();
            int attempt = each.getValue();
            boolean last = timer == CallCommand.Timer.MAX_DURATION;
            boolean free = quiet && !last;
            int rank = last ? 8 : LONG.contains(timer) ? 7 : 5;
            List<Object> detail = List.of(call.id, timer, attempt);
            add((free ? "" : FAIR_ONLY) + "time up", detail, rank, w -> fire(w, call.index, timer, attempt));
            if (!free && may(budget.early())) {
                add("time up early", detail, Move.FAULT, w -> {
                    spend(w, 0, 0, 0, 0, 1, 0);
                    fire(w, call.index, timer, attempt);
                });
            }
        }
    }

    /** Marks what is not offered as an interleaving, for it is spent from the budget there. */
    static final String FAIR_ONLY = "at last ";

    private static void fire(World w, int index, CallCommand.Timer timer, int attempt) {
        ModelCall call = w.call(index);
        call.timers.remove(timer);
        w.command(call, new CallCommand.TimeUp(timer, attempt), false);
    }

    /** What a crash takes along. */
    enum Crash {
        /** A failed persist: the entity starts anew beside its session and its requests. */
        RESTART,
        /** The node dies before its requests left. */
        NODE_REQUESTS_LOST,
        /** The node dies after its requests had their effect. */
        NODE_REQUESTS_DONE,
        /** The entity goes to another node; its session stays where it is. */
        MOVE;

        void of(World w, ModelCall call) {
            if (this != RESTART) {
                if (this == NODE_REQUESTS_DONE) {
                    call.requests.forEach(request -> call.provider.handle(request.asked()));
                }
                call.requests.clear();
                call.toolRuns.clear();
                w.net.removeIf(message -> message instanceof World.Message.ToCall(int index, CallCommand command)
                        && index == call.index
                        && !(command instanceof CallCommand.Offer || command instanceof CallCommand.AnswerRollCall));
                if (this == MOVE) {
                    call.sessions.replaceAll(each -> each.copy(true));
                } else {
                    call.sessions.removeIf(each -> !each.elsewhere);
                }
            }
            w.entityStarts(call);
        }
    }

    private void crashes(ModelCall call) {
        if (!may(budget.crashes()) || call.state instanceof Unoffered || call.state instanceof Ended) {
            return;
        }
        for (Crash crash : Crash.values()) {
            if (crash == Crash.MOVE && call.sessions.isEmpty()
                    || crash == Crash.NODE_REQUESTS_DONE && call.requests.isEmpty()) {
                continue;
            }
            add("crash " + crash, call.id, Move.FAULT, w -> {
                spend(w, 1, 0, 0, 0, 0, 0);
                crash.of(w, w.call(call.index));
            });
        }
    }

    private void people(ModelCall call) {
        if (world.hangUps > 0 && !(call.state instanceof Unoffered || call.state instanceof Ended)) {
            CallCommand hangUp = new CallCommand.HangUp(Samples.standIn("operator"));
            add("operator hangs up", call.id, Move.FREELY, w -> {
                w.hangUps--;
                w.command(w.call(call.index), hangUp, false);
            });
        }
        if (call.provider.callerThere()) {
            add(
                    "caller leaves",
                    call.id,
                    call.provider.live() ? 8 : Move.FREELY,
                    w -> w.call(call.index).provider.callerLeaves());
        }
    }

    /** Words and tools, where the world has talk left. */
    private void conversation(ModelCall call) {
        if (call.words >= call.talk || !call.provider.live()) {
            return;
        }
        for (ModelSession session : call.sessions) {
            if (session.open) {
                String name = session.name;
                add("turn", name, Move.FREELY, w -> {
                    ModelCall it = w.call(call.index);
                    String item = "item" + ++it.words;
                    it.find(name)
                            .fact(new CallEvent.TurnTranscribed(
                                    w.now(), item, null, 0, Speaker.AGENT, "agent", Personal.of("words")));
                });
                for (String tool : TOOLS) {
                    add("tool call " + tool, name, Move.FREELY, w -> {
                        ModelCall it = w.call(call.index);
                        String id = "t" + ++it.words + "." + tool;
                        String target = it.words % 3 == 0 ? "moon" : "desk";
                        ModelSession speaker = it.find(name);
                        speaker.openTools.add(id);
                        speaker.fact(new CallEvent.ToolRequested(
                                w.now(), "i" + id, null, id, tool, Personal.of("{\"target\":\"" + target + "\"}")));
                    });
                }
            }
        }
    }

    private static void spend(World w, int crash, int loss, int repeat, int unavailable, int early, int drop) {
        World.Budget b = w.budget;
        w.budget = new World.Budget(
                b.total() - 1,
                b.crashes() - crash,
                b.losses() - loss,
                b.repeats() - repeat,
                b.unavailable() - unavailable,
                b.early() - early,
                b.drops() - drop);
    }
}
