package dev.tandem.node;

import dev.tandem.admission.Admission;
import dev.tandem.admission.Limits;
import dev.tandem.api.Concurrency;
import dev.tandem.metrics.CallMetrics;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.tenant.TenantDirectory;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The limits as configured, and what admission holds against them. */
final class Slots implements Limits {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final int global;
    private final TenantDirectory directory;
    private final Map<String, Integer> guaranteed;

    Slots(int global, TenantDirectory directory) {
        this.global = global;
        this.directory = directory;
        this.guaranteed = directory.tenants().stream()
                .filter(tenant -> tenant.guaranteedCalls() > 0)
                .collect(Collectors.toUnmodifiableMap(Tenant::id, Tenant::guaranteedCalls));
    }

    @Override
    public int global() {
        return global;
    }

    @Override
    public int tenant(String tenant) {
        return directory.tenant(tenant).map(Tenant::concurrentCalls).orElse(0);
    }

    @Override
    public Map<String, Integer> guaranteed() {
        return guaranteed;
    }

    @Override
    public int tenants() {
        return Math.max(1, directory.tenants().size());
    }

    Admission.SlotWatch measuredBy(CallMetrics metrics) {
        return new Admission.SlotWatch() {
            @Override
            public void inUse(String tenant, int slots) {
                metrics.slots(tenant, slots, Slots.this.tenant(tenant));
            }

            @Override
            public void gone() {
                metrics.slotsGone();
            }
        };
    }

    Concurrency seenFrom(ActorSystem<?> system, ActorRef<Admission.Command> admission) {
        return () -> AskPattern.<Admission.Command, Admission.Use>ask(
                        admission, Admission.GetUse::new, PATIENCE, system.scheduler())
                .thenApply(this::snapshot);
    }

    private Concurrency.Snapshot snapshot(Admission.Use use) {
        return new Concurrency.Snapshot(
                new Concurrency.Slots(use.global(), global),
                directory.tenants().stream()
                        .sorted(Comparator.comparing(Tenant::id))
                        .map(tenant -> new Concurrency.TenantSlots(
                                tenant.id(), use.byTenant().getOrDefault(tenant.id(), 0), tenant.concurrentCalls()))
                        .toList());
    }
}
