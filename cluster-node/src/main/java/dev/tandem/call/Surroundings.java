package dev.tandem.call;

import dev.tandem.protocol.tenant.Tenant;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What a call's decision may look at besides its own journal: no I/O, so a decision can be repeated. */
public record Surroundings(
        String callId, Instant now, Function<String, Optional<Tenant>> tenantOfNumber, CallPolicy policy) {}
