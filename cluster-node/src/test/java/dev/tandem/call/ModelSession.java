package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import dev.tandem.realtime.Sideband;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;

/** A session as its call sees it: facts in order, together and repeated until acknowledged, last words once they are. */
final class ModelSession {

    final String name;
    final boolean elsewhere;
    final ActorRef<RealtimeSession.Command> ref;
    long epoch;
    boolean open;
    boolean everAttached;
    boolean reattaching;
    boolean gaveUp;
    boolean hungUp;
    boolean finishing;
    boolean greetAsked;
    SidebandLoss lastLoss = SidebandLoss.REFUSED;
    List<CallEvent.Observed> outbox = new ArrayList<>();
    List<Report> told = new ArrayList<>();
    /** Facts were told and are not acknowledged: others gather. */
    boolean waiting;

    TreeMap<String, String> unwritten = new TreeMap<>();
    Set<String> openTools = new HashSet<>();
    /** Outputs written on the socket that is open, and not yet told to be there. */
    Set<String> sent = new TreeSet<>();
    /** Tools whose output may have been written to a socket that is gone. */
    Set<String> doubt = new TreeSet<>();
    /** Tools that the call would run, as soon as the doubt is over. */
    Set<String> wanted = new TreeSet<>();

    /** Wrong on purpose: takes every doubt for a no. */
    boolean forgetful;

    Set<String> granted = new TreeSet<>();
    Set<String> givenUp = new TreeSet<>();

    ModelSession(String name, boolean elsewhere) {
        this.name = name;
        this.elsewhere = elsewhere;
        this.ref = Samples.standIn(name);
    }

    static ModelSession spawn(String name, Sideband sideband, Instant now) {
        ModelSession session = new ModelSession(name, false);
        session.epoch = sideband.epoch();
        session.reattaching = sideband.detachedSince() != null;
        if (session.reattaching) {
            session.lastLoss = SidebandLoss.NODE_LOST;
        }
        session.openTools.addAll(sideband.openTools());
        session.doubt.addAll(sideband.openTools());
        session.granted.addAll(sideband.openTools());
        session.told.add(new Report.Hello(session.epoch, session.ref));
        return session;
    }

    ModelSession copy(boolean nowElsewhere) {
        ModelSession copy = new ModelSession(name, nowElsewhere);
        copy.epoch = epoch;
        copy.open = open;
        copy.everAttached = everAttached;
        copy.reattaching = reattaching;
        copy.gaveUp = gaveUp;
        copy.hungUp = hungUp;
        copy.finishing = finishing;
        copy.greetAsked = greetAsked;
        copy.lastLoss = lastLoss;
        copy.outbox = new ArrayList<>(outbox);
        copy.told = new ArrayList<>(told);
        copy.waiting = waiting;
        copy.unwritten = new TreeMap<>(unwritten);
        copy.openTools = new HashSet<>(openTools);
        copy.forgetful = forgetful;
        copy.sent = new TreeSet<>(sent);
        copy.doubt = new TreeSet<>(doubt);
        copy.wanted = new TreeSet<>(wanted);
        copy.granted = new TreeSet<>(granted);
        copy.givenUp = new TreeSet<>(givenUp);
        return copy;
    }

    void fact(CallEvent.Observed fact) {
        outbox.add(fact);
        if (!told.isEmpty() && told.getLast() instanceof Report.Facts gathering && gathering.epoch() == epoch) {
            // Not sent yet: what comes in the same burst goes along.
            List<CallEvent.Observed> more = new ArrayList<>(gathering.events());
            more.add(fact);
            told.set(told.size() - 1, new Report.Facts(epoch, ref, more));
        } else if (!waiting) {
            tellFacts();
        }
    }

    private void tellFacts() {
        waiting = !outbox.isEmpty();
        if (waiting) {
            told.add(new Report.Facts(epoch, ref, outbox));
        }
    }

    boolean canOpen(Provider provider) {
        return !open && !gaveUp && !hungUp && provider.live();
    }

    void open(Instant now, Provider provider) {
        open = true;
        if (!everAttached && reattaching) {
            fact(new CallEvent.SidebandLost(now, epoch - 1, SidebandLoss.NODE_LOST));
        }
        everAttached = true;
        fact(new CallEvent.SidebandAttached(now, epoch, name));
        for (String toolCallId : List.copyOf(doubt)) {
            doubt.remove(toolCallId);
            if (provider.outputs.containsKey(toolCallId)) {
                there(toolCallId, now);
            } else if (wanted.remove(toolCallId)) {
                grant(toolCallId);
            }
        }
        writeToolOutputs(now, provider);
    }

    private void grant(String toolCallId) {
        granted.add(toolCallId);
        told.add(new Report.ToolAwaited(epoch, ref, toolCallId));
    }

    /** The provider has the output. */
    void there(String toolCallId, Instant now) {
        sent.remove(toolCallId);
        unwritten.remove(toolCallId);
        openTools.remove(toolCallId);
        if (!givenUp.contains(toolCallId)) {
            fact(new CallEvent.ToolAnswered(now, toolCallId));
        }
    }

    boolean mayGiveUp(String toolCallId) {
        return openTools.contains(toolCallId)
                && !unwritten.containsKey(toolCallId)
                && !sent.contains(toolCallId)
                && !doubt.contains(toolCallId)
                && !givenUp.contains(toolCallId);
    }

    void giveUp(String toolCallId, Instant now, Provider provider) {
        givenUp.add(toolCallId);
        CallEvent.ToolAbandoned abandoned = new CallEvent.ToolAbandoned(now, toolCallId, "no word of it in time");
        int request = -1;
        for (int i = 0; i < outbox.size(); i++) {
            request = outbox.get(i).factId().equals("tool/" + toolCallId) ? i : request;
        }
        if (request >= 0) {
            outbox.set(request, abandoned);
            tellFacts();
        } else {
            fact(abandoned);
        }
        unwritten.put(toolCallId, "unavailable");
        writeToolOutputs(now, provider);
    }

    boolean canGiveUp(Provider provider) {
        return !open && !gaveUp && !hungUp && !provider.live();
    }

    void socketLost(Instant now, SidebandLoss loss) {
        open = false;
        doubt.addAll(sent);
        sent.clear();
        if (hungUp) {
            return;
        }
        lastLoss = loss;
        CallEvent.SidebandLost lost = new CallEvent.SidebandLost(now, epoch, loss);
        if (loss == SidebandLoss.CLOSED && !waiting) {
            // Told with what comes next, or repeated.
            outbox.add(lost);
        } else {
            fact(lost);
        }
        epoch++;
    }

    /** What the session would repeat now, or null; only when nothing of it is under way. */
    Report repeat() {
        if (!told.isEmpty()) {
            return null;
        }
        if (gaveUp && !hungUp && !waiting) {
            return new Report.Unattachable(epoch, ref, everAttached, lastLoss, outbox);
        }
        if (!outbox.isEmpty()) {
            return new Report.Facts(epoch, ref, outbox);
        }
        if (hungUp && !open) {
            return new Report.Drained(epoch, ref);
        }
        return finishing && unwritten.isEmpty() && sent.isEmpty() && openTools.isEmpty()
                ? new Report.SpokenOut(epoch, ref)
                : null;
    }

    /** True when the greeting was spoken by this. */
    boolean hear(RealtimeSession.Command command, Instant now, Provider provider) {
        switch (command) {
            case RealtimeSession.Acknowledged(List<String> factIds) -> {
                outbox.removeIf(fact -> factIds.contains(fact.factId()));
                tellFacts();
            }
            case RealtimeSession.Greet greet -> {
                return true;
            }
            case RealtimeSession.AnswerTool(String toolCallId, String output) -> {
                if (openTools.contains(toolCallId)) {
                    unwritten.putIfAbsent(toolCallId, output);
                    writeToolOutputs(now, provider);
                }
            }
            case RealtimeSession.ToolReady(String toolCallId) -> {
                if (doubt.contains(toolCallId)) {
                    wanted.add(toolCallId);
                } else if (openTools.contains(toolCallId)
                        && !givenUp.contains(toolCallId)
                        && !sent.contains(toolCallId)) {
                    grant(toolCallId);
                }
            }
            case RealtimeSession.ToolClosed(String toolCallId) -> openTools.remove(toolCallId);
            case RealtimeSession.Owned owned -> {}
            case RealtimeSession.FinishSpeaking finish -> finishing = true;
            case RealtimeSession.HungUp over -> {
                hungUp = true;
                open = false;
            }
            case RealtimeSession.Rejoin rejoin -> {
                told.add(new Report.Hello(epoch, ref));
                tellFacts();
                if (open) {
                    fact(new CallEvent.SidebandAttached(now, epoch, name));
                }
                gaveUp = false;
            }
            default -> throw new IllegalArgumentException(command.toString());
        }
        return false;
    }

    private void writeToolOutputs(Instant now, Provider provider) {
        for (String toolCallId : List.copyOf(unwritten.keySet())) {
            if (!open || doubt.contains(toolCallId) || sent.contains(toolCallId)) {
                continue;
            }
            if (!forgetful && provider.outputs.containsKey(toolCallId)) {
                // Another sideband wrote it, and all that are open hear of it.
                there(toolCallId, now);
                continue;
            }
            sent.add(toolCallId);
            provider.outputs.merge(toolCallId, 1, Integer::sum);
            if (givenUp.contains(toolCallId) && !granted.contains(toolCallId)) {
                provider.toldUnused.add(toolCallId);
            }
        }
    }

    /** Everything that two equal sessions share. */
    List<Object> key(UnaryOperator<Object> once) {
        return List.of(
                name,
                elsewhere,
                epoch,
                List.of(open, everAttached, reattaching, gaveUp, hungUp, finishing, waiting),
                lastLoss,
                outbox.stream().map(once).toList(),
                told.stream().map(once).toList(),
                new TreeMap<>(unwritten),
                List.of(
                        Set.copyOf(openTools),
                        Set.copyOf(sent),
                        Set.copyOf(doubt),
                        Set.copyOf(wanted),
                        Set.copyOf(granted),
                        Set.copyOf(givenUp)));
    }
}
