package dev.tandem.admission;

import dev.tandem.admission.AdmissionState.Decision;
import dev.tandem.protocol.call.Termination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Admission, its journal, calls and a network in one value. The decisions are the real {@link Round} and {@link HandOver}; their
 * shell is modelled: a write that is under way, a fence, incarnations of which an older one may wake when a newer one decides.
 */
final class AdmissionWorld {

    /** What can be wrong with a build on purpose, to see that the schedules see it. */
    enum Mutation {
        NONE,
        NO_FENCE,
        ANSWERS_BEFORE_THE_WRITE,
        NO_ROLL_CALL,
        ARRIVAL_ORDER_AFTER_HAND_OVER,
        FORGETS_GUARANTEES
    }

    enum Phase {
        ASKING,
        LIVE,
        REFUSED,
        ENDED
    }

    static final class ModelCall {
        final String id;
        final String tenant;
        Phase phase = Phase.ASKING;
        int attempt;

        ModelCall(String id, String tenant) {
            this.id = id;
            this.tenant = tenant;
        }
    }

    sealed interface Message {
        record Reserve(String callId, int attempt) implements Message {}

        record Release(String callId) implements Message {}

        record AreYouThere(String callId) implements Message {}

        record Present(String callId, boolean live) implements Message {}

        record Answer(String callId, boolean granted) implements Message {}
    }

    /** One life of the singleton on one node. */
    static final class Incarnation {
        AdmissionState state;
        final Map<String, String> waiting = new LinkedHashMap<>();
        final Set<String> leaving = new LinkedHashSet<>();
        HandOver handOver;
        Round writing;
        boolean fenceOpen = true;

        /** Of each tenant since the hand-over: calls granted, and the turn of the last that was no guaranteed one. */
        final Map<String, Integer> served = new HashMap<>();

        final Map<String, Integer> lastOpenTurn = new HashMap<>();
    }

    static final class Wrong extends AssertionError {
        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what);
        }
    }

    final Mutation mutation;
    SomeLimits limits;
    boolean limitsChanged;
    final Map<String, ModelCall> calls = new TreeMap<>();
    final List<Message> net = new ArrayList<>();
    AdmissionState journal = AdmissionState.EMPTY;
    Incarnation admission = new Incarnation();
    Incarnation sleeper;
    int handOvers;

    AdmissionWorld(Mutation mutation, SomeLimits limits) {
        this.mutation = mutation;
        this.limits = limits;
        admission.state = journal;
    }

    private Limits limitsInUse() {
        return mutation == Mutation.FORGETS_GUARANTEES
                ? new SomeLimits(limits.global(), limits.perTenant(), Map.of(), limits.tenants())
                : limits;
    }

    void arrives(String tenant) {
        ModelCall call = new ModelCall("c" + calls.size(), tenant);
        calls.put(call.id, call);
        asks(call);
    }

    void asks(ModelCall call) {
        net.add(new Message.Reserve(call.id, ++call.attempt));
    }

    void ends(ModelCall call) {
        call.phase = Phase.ENDED;
        net.add(new Message.Release(call.id));
    }

    /** {@code to}: whichever incarnation the message happens to reach. */
    void deliver(Message message, Incarnation to) {
        switch (message) {
            case Message.Reserve(String callId, int attempt) -> to.waiting.put(callId, calls.get(callId).tenant);
            case Message.Release(String callId) -> leaves(to, callId);
            case Message.Present(String callId, boolean live) -> {
                if (!live) {
                    leaves(to, callId);
                }
            }
            case Message.AreYouThere(String callId) -> {
                Phase phase = calls.get(callId).phase;
                net.add(new Message.Present(callId, phase == Phase.ASKING || phase == Phase.LIVE));
            }
            case Message.Answer(String callId, boolean granted) -> answered(calls.get(callId), granted);
        }
    }

    private static void leaves(Incarnation to, String callId) {
        to.waiting.remove(callId);
        if (to.state.holds(callId)) {
            to.leaving.add(callId);
        }
    }

    private void answered(ModelCall call, boolean granted) {
        switch (call.phase) {
            case ASKING -> call.phase = granted ? Phase.LIVE : Phase.REFUSED;
            case LIVE -> {}
            case REFUSED, ENDED -> net.add(new Message.Release(call.id));
        }
        if (call.phase == Phase.REFUSED) {
            ends(call);
        }
    }

    /** Decides what waits; the write is under way until {@link #written}. */
    void decide(Incarnation at, boolean everyoneHasAsked) {
        if (!at.fenceOpen && mutation != Mutation.NO_FENCE) {
            at.waiting.clear();
            at.leaving.clear();
            return;
        }
        HandOver handOver = at.handOver;
        if (handOver == null) {
            at.writing = Round.of(at.state, at.leaving, at.waiting, limitsInUse());
        } else if (mutation == Mutation.ARRIVAL_ORDER_AFTER_HAND_OVER) {
            at.writing = Round.of(at.state, at.leaving, at.waiting, limitsInUse());
        } else if (everyoneHasAsked) {
            at.writing = Round.inTurns(at.state, at.leaving, at.waiting, limitsInUse(), handOver);
        } else {
            at.writing = Round.collecting(at.state, at.leaving, at.waiting, limitsInUse(), handOver);
        }
        checkGuarantees(at, at.writing);
        if (handOver != null && !limitsChanged) {
            checkFair(at, at.writing);
        }
        at.handOver = at.writing.handOver();
        at.leaving.clear();
        at.writing.decisions().keySet().forEach(at.waiting::remove);
        if (mutation == Mutation.ANSWERS_BEFORE_THE_WRITE) {
            answers(at.writing);
        }
    }

    /** The write of a sleeper that woke reaches the journal, but no reading of it: it is the older writer's. */
    void written(Incarnation at, boolean stored, boolean told) {
        Round round = at.writing;
        at.writing = null;
        if (stored) {
            at.state = round.after();
            if (at == admission) {
                journal = round.after();
            }
        }
        if (stored
                && told
                && (at.fenceOpen || mutation == Mutation.NO_FENCE)
                && mutation != Mutation.ANSWERS_BEFORE_THE_WRITE) {
            answers(round);
        }
    }

    private void answers(Round round) {
        round.decisions()
                .forEach((callId, decision) ->
                        net.add(new Message.Answer(callId, !(decision instanceof Decision.Refuse))));
    }

    /** Another incarnation takes over from the journal; {@code asleep}: the old one will go on where it stands. */
    void handsOver(boolean asleep) {
        handOvers++;
        sleeper = asleep ? admission : null;
        if (sleeper != null) {
            sleeper.fenceOpen = false;
        }
        admission = new Incarnation();
        admission.state = journal;
        admission.handOver = HandOver.of(journal, limitsInUse());
    }

    void callsTheRoll() {
        if (mutation != Mutation.NO_ROLL_CALL) {
            admission.state.slots().keySet().forEach(callId -> net.add(new Message.AreYouThere(callId)));
        }
    }

    /** Throws when more is granted than there is, or when a call is live without a slot. */
    void check() {
        Map<String, Integer> live = new HashMap<>();
        for (ModelCall call : calls.values()) {
            if (call.phase == Phase.LIVE) {
                live.merge(call.tenant, 1, Integer::sum);
                if (!journal.holds(call.id)) {
                    throw new Wrong("I1: " + call.id + " is live and the journal knows no slot of it");
                }
            }
        }
        if (limitsChanged) {
            return;
        }
        if (journal.inUse() > limits.global()) {
            throw new Wrong("I1: " + journal.inUse() + " slots of " + limits.global());
        }
        journal.inUseByTenant().forEach((tenant, used) -> {
            if (used > limits.tenant(tenant)) {
                throw new Wrong("I1: " + used + " slots of " + tenant + " of " + limits.tenant(tenant));
            }
        });
    }

    void checkQuiet() {
        for (ModelCall call : calls.values()) {
            if (call.phase != Phase.ENDED) {
                throw new Wrong(call.id + " is stuck " + call.phase);
            }
        }
        if (journal.inUse() > 0) {
            throw new Wrong("I2: slots held for nobody: " + journal.slots());
        }
    }

    private void checkGuarantees(Incarnation at, Round round) {
        int unused = 0;
        for (Map.Entry<String, Integer> guarantee : limits.guaranteed().entrySet()) {
            unused += Math.max(0, guarantee.getValue() - round.after().inUse(guarantee.getKey()));
        }
        if (!limitsChanged && round.after().inUse() + unused > limits.global()) {
            throw new Wrong(
                    "guarantee: " + round.after().inUse() + " in use and " + unused + " kept of " + limits.global());
        }
        round.decisions().forEach((callId, decision) -> {
            String tenant = calls.get(callId).tenant;
            if (decision instanceof Decision.Refuse(Termination reason, int inUse, int limit)) {
                if (inUse < limit) {
                    throw new Wrong("refused with " + inUse + " of " + limit + " in use");
                }
                if (!limitsChanged && round.after().isGuaranteed(tenant, limits)) {
                    throw new Wrong("guarantee: " + tenant + " is refused what is kept for it");
                }
                if (at.handOver != null && round.handOver() != null) {
                    throw new Wrong("hand-over: refused before everyone was heard");
                }
            }
        });
    }

    /** No tenant gets an open slot in a later turn than one in which another tenant was refused for want of slots. */
    private void checkFair(Incarnation at, Round round) {
        AdmissionState state = at.state;
        for (String callId : round.freed()) {
            state = state.free(callId);
        }
        Map<String, Integer> refusedTurn = new HashMap<>();
        for (Map.Entry<String, Decision> each : round.decisions().entrySet()) {
            String tenant = calls.get(each.getKey()).tenant;
            if (each.getValue() instanceof Decision.Grant) {
                int turn = at.served.merge(tenant, 1, Integer::sum);
                if (!state.isGuaranteed(tenant, limits)) {
                    at.lastOpenTurn.put(tenant, turn);
                }
                state = state.reserve(each.getKey(), tenant);
            } else if (each.getValue() instanceof Decision.Refuse refuse
                    && refuse.reason() == Termination.GLOBAL_LIMIT) {
                refusedTurn.putIfAbsent(tenant, at.served.getOrDefault(tenant, 0) + 1);
            }
        }
        refusedTurn.forEach((refused, turn) -> at.lastOpenTurn.forEach((tenant, last) -> {
            if (!tenant.equals(refused) && last > turn) {
                throw new Wrong("hand-over: " + tenant + " got an open slot in turn " + last + ", " + refused
                        + " was refused one in turn " + turn);
            }
        }));
    }
}
