package dev.tandem.call;

import dev.tandem.admission.Admission;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.realtime.ControlAnswer;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** A call that is told things one by one; keeps its journal and the last step. */
final class Told {

    static final ActorRef<RealtimeSession.Command> SESSION = Samples.standIn("session");
    static final ControlAnswer DONE = new ControlAnswer.Done();
    static final ControlAnswer GONE = new ControlAnswer.Gone("no such call");
    static final ControlAnswer REFUSED = new ControlAnswer.Refused(400, "wrong");
    static final ControlAnswer LOST = Provider.unavailable(true);
    static final ControlAnswer NOT_SENT = Provider.unavailable(false);

    CallState state = new Unoffered();
    Instant now = Samples.T0;
    Tenant[] tenants = {Samples.ACME, Samples.BLOOM};
    Step last = Step.NOTHING;
    final List<CallEvent> journal = new ArrayList<>();

    Told tell(CallCommand command) {
        last = state.on(command, Samples.around("c1", now, tenants));
        last.events().forEach(event -> state = state.apply(event));
        journal.addAll(last.events());
        return this;
    }

    Told after(Duration time) {
        now = now.plus(time);
        return this;
    }

    static Told fresh() {
        return new Told();
    }

    Told offer() {
        return tell(new CallCommand.Offer(Samples.offered("+15550001", now, Samples.T0), Samples.standIn("ingress")));
    }

    static Told offered() {
        return fresh().offer();
    }

    static Told accepting() {
        return offered().granted(1);
    }

    static Told running() {
        return accepting().accepted(DONE, 1, false);
    }

    static Told attached() {
        return running().attach(1);
    }

    static Told stopping() {
        return attached().hangUp();
    }

    static Told ended() {
        return stopping().hungUp(GONE, 1).report(new Report.Drained(1, SESSION));
    }

    Told granted(int attempt) {
        return tell(new CallCommand.FromAdmission(new Admission.Answer.Granted("c1", attempt)));
    }

    Told refused(Termination reason, int inUse, int limit) {
        return tell(new CallCommand.FromAdmission(new Admission.Answer.Refused("c1", 1, reason, inUse, limit)));
    }

    Told accepted(ControlAnswer answer, int attempt, boolean doubtful) {
        return tell(new CallCommand.AcceptAnswered(answer, attempt, doubtful));
    }

    Told rejected(ControlAnswer answer, int attempt) {
        return tell(new CallCommand.RejectAnswered(answer, attempt));
    }

    Told hungUp(ControlAnswer answer, int attempt) {
        return tell(new CallCommand.HangUpAnswered(answer, attempt));
    }

    Told hangUp() {
        return tell(new CallCommand.HangUp(Samples.standIn("operator")));
    }

    Told timeUp(CallCommand.Timer timer, int attempt) {
        return tell(new CallCommand.TimeUp(timer, attempt));
    }

    Told recovered() {
        return tell(new CallCommand.Recovered());
    }

    Told report(Report report) {
        return tell(new CallCommand.FromSession(report));
    }

    Told fact(CallEvent.Observed fact) {
        return facts(fact);
    }

    Told facts(CallEvent.Observed... facts) {
        return report(new Report.Facts(1, SESSION, List.of(facts)));
    }

    Told attach(long epoch) {
        return report(new Report.Facts(epoch, SESSION, List.of(new CallEvent.SidebandAttached(now, epoch, "node"))));
    }

    Told unattachable(SidebandLoss cause) {
        return report(new Report.Unattachable(1, SESSION, true, cause, List.of()));
    }

    Told tool(String id, String name, String arguments) {
        return fact(new CallEvent.ToolRequested(now, "item-" + id, null, id, name, Personal.of(arguments)));
    }

    Told answered(String id) {
        return fact(new CallEvent.ToolAnswered(now, id));
    }

    <E> E event(Class<E> kind) {
        return last.events().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(null);
    }

    <E> E effect(Class<E> kind) {
        return last.effects().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(null);
    }

    /** What a session or anyone else is told by the last step. */
    List<Object> messages() {
        List<Object> messages = new ArrayList<>();
        for (CallEffect effect : last.effects()) {
            if (effect instanceof CallEffect.Tell<?> tell) {
                messages.add(tell.message());
            } else if (effect instanceof CallEffect.ToSession(RealtimeSession.Command command)) {
                messages.add(command);
            }
        }
        return messages;
    }

    Termination termination() {
        return journal.stream()
                .filter(CallEvent.CallEnded.class::isInstance)
                .map(event -> ((CallEvent.CallEnded) event).termination())
                .findFirst()
                .orElse(null);
    }
}
