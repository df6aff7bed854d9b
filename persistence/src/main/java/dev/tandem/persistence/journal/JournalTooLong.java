package dev.tandem.persistence.journal;

/** A call's journal has more events than a reading takes; ours to look into, no call gets near it. */
public final class JournalTooLong extends RuntimeException {

    JournalTooLong(String callId, int most) {
        super("The journal of call " + callId + " has more than " + most + " events and is not read.");
    }
}
