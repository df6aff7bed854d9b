package dev.tandem.simulator.fault;

import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.call.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The faults that are armed; lives on the event loop. */
public final class Faults {
    /** More than any experiment arms at once. */
    public static final int MAX_ARMED = 10_000;

    private final CallRegistry known;
    private final List<Armed> armed = new ArrayList<>();
    private final Map<String, List<Runnable>> onNextAttach = new HashMap<>();
    private final Set<String> refusingReattach = new HashSet<>();

    private Optional<FaultSchedule> schedule = Optional.empty();

    /** No faults yet, for the calls of a registry. */
    public Faults(CallRegistry known) {
        this.known = known;
    }

    /** From now on a schedule applies, beside what is armed by hand. */
    public void follow(FaultSchedule plan) {
        schedule = Optional.of(plan);
    }

    /** Arms a fault; those of a call that is already live start at once. False when too many are armed. */
    public boolean add(Fault fault, Collection<? extends Session> calls) {
        if (armed.size() >= MAX_ARMED) {
            return false;
        }
        boolean happensOnCalls = fault.kind().scope() != FaultKind.Scope.REQUEST;
        if (happensOnCalls && !fault.isForNextCalls()) {
            calls.stream()
                    .filter(call -> call.state() == CallState.LIVE && fault.isFor(call.id()))
                    .forEach(call -> start(fault, call));
        }
        armed.add(new Armed(fault));
        return true;
    }

    /** Forgets all faults that did not start yet. */
    public void clear() {
        armed.clear();
        onNextAttach.clear();
        refusingReattach.clear();
        schedule = Optional.empty();
    }

    /** A request comes: uses up one fault of this kind that is meant for the call. */
    public Optional<Fault> take(FaultKind kind, String callId) {
        for (Armed candidate : armed) {
            if (candidate.fault.kind() == kind && candidate.fault.isFor(callId)) {
                candidate.use();
                armed.removeIf(Armed::isUsedUp);
                return Optional.of(candidate.fault);
            }
        }
        return schedule.flatMap(
                plan -> plan.take(kind, callId, known.find(callId).map(Session::ordinal)));
    }

    /** Whether an attach to this live call must be answered 404. */
    public boolean refusesAttach(Call call) {
        if (refusingReattach.contains(call.id()) && call.sidebands().attaches() > 0) {
            return true;
        }
        long sinceAccept = call.sinceAcceptMs().orElse(0L);
        boolean early = armed.stream()
                .map(candidate -> candidate.fault)
                .anyMatch(fault -> fault.kind() == FaultKind.ATTACH_404_UNTIL
                        && fault.isFor(call.id())
                        && sinceAccept < fault.afterMs());
        return early || take(FaultKind.ATTACH_404, call.id()).isPresent();
    }

    /** A call was accepted: its faults start. */
    public void accepted(Session call) {
        schedule.ifPresent(plan -> plan.of(call.id(), call.ordinal()).forEach(fault -> start(fault, call)));
        for (Armed candidate : List.copyOf(armed)) {
            Fault fault = candidate.fault;
            if (fault.kind().scope() != FaultKind.Scope.REQUEST && fault.isFor(call.id())) {
                start(fault, call);
                if (fault.isForNextCalls()) {
                    candidate.use();
                }
            }
        }
        armed.removeIf(Armed::isUsedUp);
    }

    /** A sideband was opened: what waited for one happens. */
    public void attached(Session call) {
        List<Runnable> waiting = onNextAttach.remove(call.id());
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /** A call is over: its faults are forgotten. */
    public void over(Session call) {
        schedule.ifPresent(plan -> plan.over(call.id()));
        onNextAttach.remove(call.id());
        refusingReattach.remove(call.id());
        armed.removeIf(candidate -> candidate.fault.callId().equals(call.id()));
    }

    private void start(Fault fault, Session call) {
        if (fault.kind() == FaultKind.REFUSE_REATTACH) {
            refusingReattach.add(call.id());
            return;
        }
        if (fault.atEvent() > 0) {
            call.sidebands().before(fault.atEvent(), () -> Mishap.happen(fault.kind(), call));
            return;
        }
        long since = call.sinceAcceptMs().orElse(0L);
        int times = fault.isForNextCalls() ? 1 : fault.count();
        schedule(fault, call, Math.max(0, fault.afterMs() - since), times);
    }

    private void schedule(Fault fault, Session call, long waitMs, int times) {
        call.timers().after(waitMs, () -> happen(fault, call, times));
    }

    private void happen(Fault fault, Session call, int times) {
        if (fault.kind().scope() == FaultKind.Scope.LIVE_SIDEBAND
                && call.sidebands().count() == 0) {
            onNextAttach
                    .computeIfAbsent(call.id(), id -> new ArrayList<>())
                    .add(() -> schedule(fault, call, fault.afterMs(), times));
            return;
        }
        Mishap.happen(fault.kind(), call);
        if (times > 1) {
            schedule(fault, call, Math.max(1, fault.afterMs()), times - 1);
        }
    }

    private static final class Armed {
        private final Fault fault;
        private int left;

        private Armed(Fault fault) {
            this.fault = fault;
            this.left = fault.count();
        }

        private void use() {
            if (!fault.isForEveryCall()) {
                left--;
            }
        }

        private boolean isUsedUp() {
            return left <= 0;
        }
    }
}
