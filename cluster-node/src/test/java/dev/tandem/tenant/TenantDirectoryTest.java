package dev.tandem.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.protocol.tenant.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantDirectoryTest {

    private final Tenant acme = tenant("acme", "+18005550100", "+18005550101");
    private final Tenant bolt = tenant("bolt", "+18005550102");

    @Test
    void finds_the_tenant_that_owns_a_dialled_number() {
        TenantDirectory directory = new TenantDirectory(List.of(acme, bolt));

        assertThat(directory.byNumber("+18005550101")).contains(acme);
        assertThat(directory.byNumber("+18005550102")).contains(bolt);
        assertThat(directory.byNumber("+18005550109")).isEmpty();
        assertThat(directory.tenant("bolt")).contains(bolt);
        assertThat(directory.tenant("nobody")).isEmpty();
        assertThat(directory.tenants()).containsExactly(acme, bolt);
    }

    @Test
    void a_number_or_an_id_has_one_owner() {
        assertThatThrownBy(() -> new TenantDirectory(List.of(acme, tenant("bolt", "+18005550101"))))
                .hasMessage("the tenants acme and bolt own the same number");
        assertThatThrownBy(() -> new TenantDirectory(List.of(acme, tenant("acme", "+18005550102"))))
                .hasMessage("two tenants have the id acme");
    }

    private static Tenant tenant(String id, String... numbers) {
        return new Tenant(id, id, List.of(numbers), 1, 0, "000000000000", null);
    }
}
