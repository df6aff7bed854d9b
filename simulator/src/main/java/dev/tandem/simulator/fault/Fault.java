package dev.tandem.simulator.fault;

/**
 * A fault to come.
 *
 * @param callId the call it is for; empty text for the next {@code count} calls or requests; {@code *} for every call
 *     and request until the faults are cleared
 * @param kind what goes wrong
 * @param afterMs real milliseconds after the accept, and between repetitions
 * @param count how often
 * @param atEvent for faults of a live session: right before the server event of this number, counted from 1; 0 for at
 *     a time
 */
public record Fault(String callId, FaultKind kind, long afterMs, int count, long atEvent) {
    static final String EVERY_CALL = "*";
    /** Longer than any session. */
    private static final long MAX_AFTER_MS = 7_200_000;

    private static final int MAX_COUNT = 100_000;

    /** A fault at a time. */
    public Fault(String callId, FaultKind kind, long afterMs, int count) {
        this(callId, kind, afterMs, count, 0);
    }

    /** Refuses numbers outside of what can happen. */
    public Fault {
        if (afterMs < 0 || afterMs > MAX_AFTER_MS) {
            throw new IllegalArgumentException("after_ms must be between 0 and " + MAX_AFTER_MS);
        }
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count must be between 1 and " + MAX_COUNT);
        }
        if (atEvent < 0 || atEvent > 0 && kind.scope() == FaultKind.Scope.REQUEST) {
            throw new IllegalArgumentException("at_event is a number from 1, and only for faults of a live session");
        }
    }

    boolean isFor(String id) {
        return callId.isEmpty() || callId.equals(EVERY_CALL) || callId.equals(id);
    }

    boolean isForNextCalls() {
        return callId.isEmpty();
    }

    boolean isForEveryCall() {
        return callId.equals(EVERY_CALL);
    }
}
