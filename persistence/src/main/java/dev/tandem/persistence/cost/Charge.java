package dev.tandem.persistence.cost;

import dev.tandem.protocol.call.Usage;

/** Something consumed that costs money; {@code kind} is used when the price table does not know the model. */
public record Charge(CostKind kind, String model, Usage usage) {}
