package dev.tandem.protocol.api;

import java.time.Instant;

/** Which calls a list shows; null components do not filter. {@code from} inclusive, {@code until} exclusive, by offer time. */
public record CallFilter(String tenant, String status, String to, Instant from, Instant until) {}
