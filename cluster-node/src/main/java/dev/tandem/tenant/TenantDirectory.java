package dev.tandem.tenant;

import dev.tandem.protocol.tenant.Tenant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All tenants of this node, by id and by dialled number; never changes, so any thread may ask. */
public final class TenantDirectory {

    private final Map<String, Tenant> byId = new LinkedHashMap<>();
    private final Map<String, Tenant> byNumber = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when two tenants have the same id or own the same number */
    public TenantDirectory(Collection<Tenant> tenants) {
        for (Tenant tenant : tenants) {
            if (byId.putIfAbsent(tenant.id(), tenant) != null) {
                throw new IllegalArgumentException("two tenants have the id " + tenant.id());
            }
            for (String number : tenant.numbers()) {
                Tenant owner = byNumber.putIfAbsent(number, tenant);
                if (owner != null) {
                    throw new IllegalArgumentException(
                            "the tenants " + owner.id() + " and " + tenant.id() + " own the same number");
                }
            }
        }
    }

    /** The tenant that owns the dialled number, given in {@link E164}. */
    public Optional<Tenant> byNumber(String e164) {
        return Optional.ofNullable(byNumber.get(e164));
    }

    public Optional<Tenant> tenant(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All tenants, in the order of their files. */
    public Collection<Tenant> tenants() {
        return Collections.unmodifiableCollection(byId.values());
    }
}
