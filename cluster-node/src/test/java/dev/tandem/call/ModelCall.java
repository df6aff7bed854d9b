package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/** One call of a modelled world: the journalled state, what a crash takes away, its sessions and its provider. */
final class ModelCall {

    /** A request of call control whose answer is still to come; it survives neither its node nor the model's next tick. */
    record Request(Provider.Asked asked, int attempt, boolean doubtful, String toolCallId) {}

    /** A tool under way; it outlives a restarted entity, not its node. */
    record ToolRun(String toolCallId, String name, int attempt) {}

    final int index;
    final String id;
    final Tenant tenant;
    World owner;
    int number = -1;
    CallState state = new Unoffered();
    Provider provider = new Provider();
    EnumMap<CallCommand.Timer, Integer> timers = new EnumMap<>(CallCommand.Timer.class);
    TreeSet<Integer> asked = new TreeSet<>();
    String session;
    long sessionEpoch;
    /** Tools whose intent is journalled and which no session has let run yet; gone with the incarnation. */
    TreeMap<String, CallEffect> ready = new TreeMap<>();

    List<ModelSession> sessions = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    List<ToolRun> toolRuns = new ArrayList<>();
    TreeMap<String, Integer> ran = new TreeMap<>();
    int greetings;
    int greetingsIssued;
    int ends;
    int words;
    int talk;
    PSet<String> facts = HashTreePSet.empty();
    boolean acceptEffectDone;

    ModelCall(int index, Tenant tenant) {
        this.index = index;
        this.id = "c" + index;
        this.tenant = tenant;
    }

    ModelCall copy() {
        ModelCall copy = new ModelCall(index, tenant);
        copy.state = state;
        copy.provider = provider.copy();
        copy.timers = new EnumMap<>(timers);
        copy.asked = new TreeSet<>(asked);
        copy.session = session;
        copy.sessionEpoch = sessionEpoch;
        copy.ready = new TreeMap<>(ready);
        sessions.forEach(each -> copy.sessions.add(each.copy(each.elsewhere)));
        copy.requests = new ArrayList<>(requests);
        copy.toolRuns = new ArrayList<>(toolRuns);
        copy.ran = new TreeMap<>(ran);
        copy.greetings = greetings;
        copy.greetingsIssued = greetingsIssued;
        copy.ends = ends;
        copy.words = words;
        copy.talk = talk;
        copy.facts = facts;
        copy.acceptEffectDone = acceptEffectDone;
        return copy;
    }

    /** Equal keys, equal futures. */
    List<Object> key(UnaryOperator<Object> once) {
        List<Request> open = new ArrayList<>(requests);
        open.sort((one, other) -> one.toString().compareTo(other.toString()));
        List<Object> key = new ArrayList<>();
        Collections.addAll(
                key, once.apply(state), provider.stage, Map.copyOf(timers), asked.clone(), String.valueOf(session));
        Collections.addAll(key, greetings, greetingsIssued, ends, open, List.copyOf(toolRuns), ran.clone());
        Collections.addAll(key, words, acceptEffectDone, sessionEpoch, ready.toString());
        Collections.addAll(key, provider.outputs.clone(), provider.toldUnused.clone());
        sessions.forEach(each -> key.add(each.key(once)));
        return key;
    }

    ModelSession find(String name) {
        for (ModelSession each : sessions) {
            if (each.name.equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** Names come round again, or worlds that differ in nothing else would never end. */
    String freeName() {
        int number = 1;
        while (find(id + "." + number) != null) {
            number++;
        }
        return id + "." + number;
    }

    ModelSession here() {
        for (ModelSession each : sessions) {
            if (!each.elsewhere) {
                return each;
            }
        }
        return null;
    }

    /** Why what the state keeps can no longer be true, or null. */
    String wrong() {
        if (greetings > 1 || greetingsIssued > 1) {
            return "I5: " + id + " was greeted twice";
        }
        if (ends > 1) {
            return "two CallEnded of " + id;
        }
        for (Map.Entry<String, Integer> each : provider.outputs.entrySet()) {
            if (each.getValue() > 1) {
                return "I4: the model got " + each.getValue() + " outputs of " + each.getKey() + " of " + id;
            }
        }
        for (Map.Entry<String, Integer> each : ran.entrySet()) {
            if (each.getKey().endsWith("pay") && each.getValue() > 1) {
                return "I4: once tool " + each.getKey() + " of " + id + " ran " + each.getValue() + " times";
            }
        }
        return null;
    }

    /** Whether nothing of the call is under way. */
    boolean still() {
        return requests.isEmpty()
                && toolRuns.isEmpty()
                && sessions.stream().allMatch(each -> each.told.isEmpty() && each.repeat() == null);
    }

    void journalled(CallEvent event) {
        if (event instanceof CallEvent.GreetingIssued) {
            greetingsIssued++;
        }
        if (event instanceof CallEvent.CallEnded) {
            ends++;
        }
        if (event instanceof CallEvent.Observed fact) {
            if (facts.contains(fact.factId())) {
                throw new World.Wrong(fact.factId() + " of " + id + " is journalled twice");
            }
            facts = facts.plus(fact.factId());
        }
        state = state.apply(event);
    }

    static String outcome(ToolOutcome outcome) {
        return "{\"outcome\":\"" + outcome + "\"}";
    }
}
