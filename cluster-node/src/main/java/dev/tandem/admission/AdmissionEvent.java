package dev.tandem.admission;

import dev.tandem.persistence.journal.Stored;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** One fact of admission's journal. */
public sealed interface AdmissionEvent extends Stored {

    /** When the singleton decided. */
    Instant at();

    /**
     * What one round decided: the calls that gave their slots back, by their own journalled end, and then the calls that hold one
     * from now on. One event for a round, because a round is one write.
     *
     * @param freed ids of calls
     * @param reserved call id to tenant
     */
    record SlotsChanged(Instant at, Set<String> freed, Map<String, String> reserved) implements AdmissionEvent {}

    /** The call holds a slot of its tenant; written by versions that journalled every decision apart. */
    record Reserved(Instant at, String callId, String tenant) implements AdmissionEvent {}

    /** The call's own journalled end gave the slot back; written by versions that journalled every decision apart. */
    record Freed(Instant at, String callId) implements AdmissionEvent {}
}
