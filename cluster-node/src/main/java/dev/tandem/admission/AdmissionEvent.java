package dev.tandem.admission;

import dev.tandem.persistence.journal.Stored;
import java.time.Instant;

/** One fact of admission's journal. */
public sealed interface AdmissionEvent extends Stored {

    /** When the singleton decided. */
    Instant at();

    /** The call holds a slot of its tenant. */
    record Reserved(Instant at, String callId, String tenant) implements AdmissionEvent {}

    /** The call's own journalled end gave the slot back. */
    record Freed(Instant at, String callId) implements AdmissionEvent {}
}
