package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.protocol.tenant.Tool;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Tenants, offers and references for tests of calls. */
final class Samples {

    static final Instant T0 = Instant.parse("2026-01-01T10:00:00Z");

    static final CallPolicy POLICY = new CallPolicy(
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            20,
            new CallPolicy.SipStatuses(404, 486, 503, 480, 500));

    static final List<Tool> TOOLS = List.of(
            http("look", Tool.Effect.READ),
            http("book", Tool.Effect.IDEMPOTENT),
            http("pay", Tool.Effect.ONCE),
            new Tool.EndCall("end_call", "Ends the call."),
            new Tool.TransferCall("transfer_call", "Transfers the caller.", Map.of("desk", "tel:+15550100")));

    static final Tenant ACME = tenant("acme", "+15550001", "Hello, this is Acme.", TOOLS);
    static final Tenant BLOOM = tenant("bloom", "+15550002", "", TOOLS);

    /** The same tenant with nothing that a small world does not look at: its states compare faster. */
    static final Tenant PLAIN = tenant("acme", "+15550001", "Hello.", List.of());

    private Samples() {}

    static Tenant tenant(String id, String number, String greeting, List<Tool> tools) {
        Agent agent = new Agent(
                id + " agent",
                "model",
                "voice",
                "Be kind.",
                greeting,
                "en",
                null,
                "transcription",
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                tools);
        return new Tenant(id, id, List.of(number), 10, 0, id + "-1", agent);
    }

    private static Tool http(String name, Tool.Effect effect) {
        return new Tool.Http(
                name, "", "POST", "https://tools.test/" + name, Map.of(), Duration.ofSeconds(5), effect, null);
    }

    static CallEvent.CallOffered offered(String to, Instant at, Instant createdAt) {
        return new CallEvent.CallOffered(
                at, Carrier.OPENAI_SIP, Personal.of("+15559999"), to, List.of(), "wh_1", createdAt);
    }

    static Surroundings around(String callId, Instant now, Tenant... tenants) {
        return new Surroundings(callId, now, number -> find(number, tenants), POLICY);
    }

    static Optional<Tenant> find(String number, Tenant... tenants) {
        for (Tenant tenant : tenants) {
            if (tenant.numbers().contains(number)) {
                return Optional.of(tenant);
            }
        }
        return Optional.empty();
    }

    /** A reference that only has a name: whoever interprets the effects delivers by it. */
    @SuppressWarnings("unchecked")
    static <T> ActorRef<T> standIn(String name) {
        return (ActorRef<T>) Proxy.newProxyInstance(
                ActorRef.class.getClassLoader(),
                new Class<?>[] {ActorRef.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "toString" -> name;
                    case "hashCode" -> name.hashCode();
                    case "equals" ->
                        proxy == arguments[0]
                                || arguments[0] instanceof ActorRef<?> other
                                        && other.toString().equals(name);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
