package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import java.util.ArrayList;
import java.util.List;

/** What a state answers to a command: the facts to journal, then the effects to have. */
public record Step(List<CallEvent> events, List<CallEffect> effects) {

    public static final Step NOTHING = new Step(List.of(), List.of());

    static Step just(CallEffect... effects) {
        return new Step(List.of(), List.of(effects));
    }

    static Step record(CallEvent... events) {
        return new Step(List.of(events), List.of());
    }

    Step then(CallEffect... more) {
        List<CallEffect> all = new ArrayList<>(effects);
        all.addAll(List.of(more));
        return new Step(events, List.copyOf(all));
    }

    Step and(CallEvent... more) {
        List<CallEvent> all = new ArrayList<>(events);
        all.addAll(List.of(more));
        return new Step(List.copyOf(all), effects);
    }

    Step plus(Step more) {
        return and(more.events.toArray(CallEvent[]::new)).then(more.effects.toArray(CallEffect[]::new));
    }

    /** Whether the session that reported is told that it speaks for nobody. */
    boolean sendsAway(Report report) {
        return effects.contains(new CallEffect.Tell<>(report.session(), new RealtimeSession.Superseded()));
    }
}
