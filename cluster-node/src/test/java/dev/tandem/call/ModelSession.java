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
import org.apache.pekko.actor.typed.ActorRef;

/** A session as its call sees it: facts in order and repeated until acknowledged, last words once they are. */
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
    TreeMap<String, String> unwritten = new TreeMap<>();
    Set<String> openTools = new HashSet<>();

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
        copy.unwritten = new TreeMap<>(unwritten);
        copy.openTools = new HashSet<>(openTools);
        return copy;
    }

    void fact(CallEvent.Observed fact) {
        outbox.add(fact);
        told.add(new Report.Fact(epoch, ref, fact));
    }

    boolean canOpen(Provider provider) {
        return !open && !gaveUp && !hungUp && provider.live();
    }

    void open(Instant now) {
        open = true;
        if (!everAttached && reattaching) {
            fact(new CallEvent.SidebandLost(now, epoch - 1, SidebandLoss.NODE_LOST));
        }
        everAttached = true;
        fact(new CallEvent.SidebandAttached(now, epoch, "node"));
        writeToolOutputs(now);
    }

    boolean canGiveUp(Provider provider) {
        return !open && !gaveUp && !hungUp && !provider.live();
    }

    void socketLost(Instant now, SidebandLoss loss) {
        open = false;
        if (hungUp) {
            return;
        }
        lastLoss = loss;
        fact(new CallEvent.SidebandLost(now, epoch, loss));
        epoch++;
    }

    /** What the session would repeat now, or null; only when nothing of it is under way. */
    Report repeat() {
        if (!told.isEmpty()) {
            return null;
        }
        if (!outbox.isEmpty()) {
            return new Report.Fact(epoch, ref, outbox.getFirst());
        }
        if (hungUp && !open) {
            return new Report.Drained(epoch, ref);
        }
        if (gaveUp) {
            return new Report.Unattachable(epoch, ref, everAttached, lastLoss);
        }
        return finishing && unwritten.isEmpty() && openTools.isEmpty() ? new Report.SpokenOut(epoch, ref) : null;
    }

    /** True when the greeting was spoken by this. */
    boolean hear(RealtimeSession.Command command, Instant now) {
        switch (command) {
            case RealtimeSession.Acknowledged(String factId) ->
                outbox.removeIf(fact -> fact.factId().equals(factId));
            case RealtimeSession.Greet greet -> {
                return true;
            }
            case RealtimeSession.AnswerTool(String toolCallId, String output) -> {
                if (openTools.contains(toolCallId)) {
                    unwritten.put(toolCallId, output);
                    writeToolOutputs(now);
                }
            }
            case RealtimeSession.FinishSpeaking finish -> finishing = true;
            case RealtimeSession.HungUp over -> {
                hungUp = true;
                open = false;
            }
            case RealtimeSession.Rejoin rejoin -> {
                told.add(new Report.Hello(epoch, ref));
                outbox.forEach(fact -> told.add(new Report.Fact(epoch, ref, fact)));
                if (open) {
                    fact(new CallEvent.SidebandAttached(now, epoch, "node"));
                }
                gaveUp = false;
            }
            default -> throw new IllegalArgumentException(command.toString());
        }
        return false;
    }

    private void writeToolOutputs(Instant now) {
        if (open) {
            for (String toolCallId : unwritten.keySet()) {
                openTools.remove(toolCallId);
                fact(new CallEvent.ToolAnswered(now, toolCallId));
            }
            unwritten.clear();
        }
    }

    /** Everything that two equal sessions share. */
    List<Object> key() {
        return List.of(
                name,
                elsewhere,
                epoch,
                List.of(open, everAttached, reattaching, gaveUp, hungUp, finishing),
                lastLoss,
                List.copyOf(outbox),
                List.copyOf(told),
                new TreeMap<>(unwritten),
                Set.copyOf(openTools));
    }
}
