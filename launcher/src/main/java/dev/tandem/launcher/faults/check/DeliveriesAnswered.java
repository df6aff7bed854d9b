package dev.tandem.launcher.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.check.ObservedCall;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import dev.tandem.launcher.faults.truth.Stretch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** I7. The answers of running nodes, and what became of every call that was taken. */
final class DeliveriesAnswered implements Invariant {
    private static final int TAKEN = 200;
    private static final int NOT_NOW = 503;
    private static final int SILENCE = 0;
    /** A delivery goes through so many more hands than the least question: sharding, two entities, the journal and back. */
    private static final int HANDS = 4;

    /** Beyond this the machine is no excuse. */
    private static final long MOST_PARDONED_MS = 3_000;

    private static final long AROUND_MS = 2_000;
    /** With this much room for the webhook's way and the second in which created_at is told. */
    private static final long TOO_OLD_MS = 60_000 + 5_000;

    @Override
    public String name() {
        return "I7";
    }

    @Override
    public String promise() {
        return "A delivery that reaches a running node is answered in time, 200 or 503; a call taken in time ends accepted"
                + " or rejected, a later one is rejected once.";
    }

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> violations = new ArrayList<>();
        Map<String, List<Stretch>> away = new HashMap<>();
        for (Line delivery : evidence.history().of(Kind.DELIVERY)) {
            List<Stretch> absent =
                    away.computeIfAbsent(delivery.text("url"), url -> Marks.away(evidence.history(), url));
            judge(delivery, absent, evidence, violations);
        }
        evidence.history().calls().forEach(call -> judge(call, evidence, violations));
        return violations;
    }

    private void judge(Line delivery, List<Stretch> away, Evidence evidence, List<Violation> violations) {
        long took = delivery.number("took_ms");
        Stretch underWay = new Stretch(delivery.tMs() - took, delivery.tMs());
        if (away.stream().anyMatch(underWay::meets)) {
            return;
        }
        long status = delivery.number("status");
        long most = evidence.terms().answerWithin().toMillis();
        if (status == SILENCE && left(delivery, underWay, evidence)) {
            return;
        }
        if (status != TAKEN && status != NOT_NOW) {
            String what = status == SILENCE ? "got no answer" : "was answered " + status;
            violations.add(Violation.shown(
                    name(), delivery.callId(), "a delivery to a running node " + what, List.of(delivery)));
        } else if (took > most && took > most + Math.min(MOST_PARDONED_MS, pardon(delivery, underWay, evidence))) {
            violations.add(Violation.shown(
                    name(),
                    delivery.callId(),
                    "a delivery was answered after " + took + " ms, later than " + most,
                    List.of(delivery)));
        }
    }

    /** A node on its way out closes its port at last, and the sender knows of no readiness. */
    private static boolean left(Line delivery, Stretch underWay, Evidence evidence) {
        String url = delivery.text("url");
        return Stream.concat(
                        Marks.leaving(evidence.history(), url).stream(),
                        Marks.endingItself(evidence.history(), url).stream())
                .anyMatch(underWay::meets);
    }

    /** The machine's doing: what it added to questions that need nothing but a processor. */
    private static long pardon(Line delivery, Stretch underWay, Evidence evidence) {
        Stretch around = new Stretch(underWay.fromMs() - AROUND_MS, underWay.toMs() + AROUND_MS);
        return HANDS * Marks.slow(evidence.history(), delivery.text("url"), around);
    }

    private void judge(CallHistory call, Evidence evidence, List<Violation> violations) {
        List<Line> deliveries = call.of(Kind.DELIVERY);
        long copies =
                deliveries.stream().filter(line -> line.number("attempt") == 1).count();
        long settled = deliveries.stream()
                .filter(line -> line.number("status") == TAKEN)
                .count();
        if (settled < copies) {
            violations.add(Violation.shown(
                    name(), call.id(), copies - settled + " deliveries were never answered 200", deliveries));
        }
        if (settled == 0) {
            return;
        }
        List<Line> rejects = call.of(Kind.REJECT);
        boolean accepted = call.first(Kind.ACCEPT).isPresent();
        boolean gone = call.endReason().equals("left_before_answer");
        if (rejects.size() > 1 || (accepted && !rejects.isEmpty())) {
            violations.add(Violation.shown(name(), call.id(), "was rejected after an answer", rejects));
        }
        if (!accepted && rejects.isEmpty() && !gone) {
            violations.add(
                    Violation.shown(name(), call.id(), "was taken and neither accepted nor rejected", call.lines()));
        }
        if (accepted && tooOld(call, evidence)) {
            violations.add(
                    Violation.shown(name(), call.id(), "was accepted though it was offered too late", deliveries));
        }
        JsonNode shown = evidence.calls().get(call.id());
        String status = shown == null ? "unknown" : ObservedCall.of(shown).status();
        if (shown == null || !ObservedCall.of(shown).ended()) {
            violations.add(Violation.told(name(), call.id(), "was taken and is " + status + " after everything ended"));
        }
    }

    /** By the journal, since a delivery that was answered 503 may have been taken all the same. */
    private static boolean tooOld(CallHistory call, Evidence evidence) {
        long offered = call.time(Kind.OFFER).orElse(0) + evidence.clockOffsetMs();
        return evidence.journal().of(Journal.CALL + call.id()).stream()
                .findFirst()
                .filter(first -> first.wallMs() - offered > TOO_OLD_MS)
                .isPresent();
    }
}
