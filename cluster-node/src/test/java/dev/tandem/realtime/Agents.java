package dev.tandem.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Agents for tests. */
final class Agents {

    private static final Tool LOOKUP_ORDER = new Tool.Http(
            "lookup_order",
            "Looks up an order.",
            "POST",
            "https://example.com/lookup_order",
            Map.of(),
            Duration.ofSeconds(5),
            Tool.Effect.READ,
            JsonNodeFactory.instance.objectNode().put("type", "object"));

    private Agents() {}

    static Agent receptionist() {
        return receptionist(Duration.ofSeconds(60));
    }

    static Agent receptionist(Duration silence) {
        return new Agent(
                "receptionist",
                "gpt-realtime",
                "marin",
                "You answer for Acme Store.",
                "Hello, this is Acme Store.",
                "en",
                new TurnDetection.ServerVad(true, null),
                "gpt-4o-mini-transcribe",
                Duration.ofMinutes(30),
                silence,
                List.of(LOOKUP_ORDER));
    }
}
