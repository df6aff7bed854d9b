package dev.tandem.tenant;

import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;

/** Reads the document of one tenant. */
final class TenantReader {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MAX_NAME = 200;
    private static final int MAX_NUMBERS = 1_000;
    private static final int MAX_CALLS = 100_000;

    private final TenantDefaults defaults;
    private final List<Claim> claims = new ArrayList<>();

    TenantReader(TenantDefaults defaults) {
        this.defaults = defaults;
    }

    /** Something only one tenant may have, its id or one of its numbers, and where it stands. */
    record Claim(String kind, String value, int line, int column, String field) {

        static Claim of(String kind, String value, Field field) {
            Mark mark = field.node().getStartMark();
            return new Claim(kind, value, mark.getLine() + 1, mark.getColumn() + 1, field.path());
        }
    }

    /** The tenant, when the document has no fault. */
    Optional<Tenant> read(Field document) {
        Optional<Section> root = document.section("tenant", "name", "numbers", "limits", "agent");
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Section tenant = root.get();
        Optional<String> id =
                tenant.required("tenant", "the tenant's id, such as acme").flatMap(field -> id(field));
        Optional<String> name =
                tenant.required("name", "the tenant's name as people write it").flatMap(field -> field.text(MAX_NAME));
        List<String> numbers = tenant.required("numbers", "the dialled numbers, such as [\"+18005550100\"]")
                .map(this::numbers)
                .orElse(List.of());
        Limits limits = tenant.optional("limits")
                .flatMap(field -> field.section("concurrent_calls", "guaranteed_calls"))
                .map(this::limits)
                .orElse(new Limits(defaults.concurrentCalls(), 0));
        Optional<Agent> agent = tenant.required("agent", "how calls are answered: name, model, voice, instructions")
                .flatMap(field -> new AgentReader(defaults).read(field));
        return document.faults().isEmpty()
                ? Optional.of(new Tenant(
                        id.orElseThrow(),
                        name.orElseThrow(),
                        numbers,
                        limits.most(),
                        limits.guaranteed(),
                        AgentVersion.of(agent.orElseThrow()),
                        agent.orElseThrow()))
                : Optional.empty();
    }

    /** The id and numbers the document claims, also when it has faults elsewhere. */
    List<Claim> claims() {
        return List.copyOf(claims);
    }

    private record Limits(int most, int guaranteed) {}

    private Limits limits(Section limits) {
        int most = limits.optional("concurrent_calls")
                .flatMap(field -> field.whole(1, MAX_CALLS))
                .orElse(defaults.concurrentCalls());
        Optional<Field> guarantee = limits.optional("guaranteed_calls");
        int guaranteed = guarantee.flatMap(field -> field.whole(0, MAX_CALLS)).orElse(0);
        if (guaranteed > most) {
            guarantee
                    .orElseThrow()
                    .fault("must not be more than the " + most + " calls that the tenant may have at one time");
        }
        return new Limits(most, guaranteed);
    }

    private Optional<String> id(Field field) {
        Optional<String> id = field.text(
                ID, "must be an id of 1 to 63 small letters, digits and hyphens that does not begin with a hyphen");
        id.ifPresent(value -> claims.add(Claim.of("the tenant id", value, field)));
        return id;
    }

    private List<String> numbers(Field field) {
        Optional<List<Field>> entries = field.list(MAX_NUMBERS);
        if (entries.isPresent() && entries.get().isEmpty()) {
            field.fault("must name at least one number, such as [\"+18005550100\"]");
        }
        List<String> numbers = new ArrayList<>();
        for (Field entry : entries.orElse(List.of())) {
            entry.number().ifPresent(number -> {
                numbers.add(number);
                claims.add(Claim.of("the number", number, entry));
            });
        }
        return List.copyOf(numbers);
    }
}
