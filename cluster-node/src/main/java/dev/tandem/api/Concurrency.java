package dev.tandem.api;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** How many calls there may be, and are, in the whole cluster. */
public interface Concurrency {

    record Slots(int inUse, int limit) {}

    record TenantSlots(String tenant, int inUse, int limit) {}

    /** Everything at one moment; {@code tenants} those configured, in the order of their ids. */
    record Snapshot(Slots global, List<TenantSlots> tenants) {}

    /** Fails or stays away while nobody can decide. */
    CompletionStage<Snapshot> now();
}
