package dev.tandem.persistence.journal;

import dev.tandem.protocol.call.CallEvent;

/** One event as the journal holds it; {@code seq} counts up from 1 without gaps. */
public record Recorded(long seq, CallEvent event) {}
