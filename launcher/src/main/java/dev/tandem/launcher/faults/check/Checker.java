package dev.tandem.launcher.faults.check;

import java.util.List;

/** Holds the evidence of one play against all nine invariants. */
public final class Checker {
    /** All, in the order of their numbers. */
    public static final List<Invariant> INVARIANTS = List.of(
            new WithinLimits(),
            new NoSlotLeft(),
            new OneAccept(),
            new ToolEffects(),
            new OneGreeting(),
            new TrueTranscript(),
            new DeliveriesAnswered(),
            new OneSummary(),
            new WholeJournal());

    private Checker() {}

    /** Every violation, in the order of the invariants; empty when all nine hold. */
    public static List<Violation> check(Evidence evidence) {
        return INVARIANTS.stream()
                .flatMap(invariant -> invariant.violations(evidence).stream())
                .toList();
    }
}
