package dev.tandem.protocol.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An agent that has everything an agent can have, and the client events of a call with it. */
public final class Examples {

    private Examples() {}

    public static Agent agent(TurnDetection detection) {
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put("sales", "tel:+14155550123");
        targets.put("support", "sip:support@example.com");
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties").putObject("order_id").put("type", "string");
        schema.putArray("required").add("order_id");
        return new Agent(
                "Alex",
                "gpt-realtime",
                "marin",
                "Be brief.",
                "Hello!",
                "en",
                detection,
                "gpt-4o-mini-transcribe",
                Duration.ofMinutes(30),
                Duration.ofSeconds(90),
                List.of(
                        new Tool.Http(
                                "lookup_order",
                                "Looks up an order.",
                                "POST",
                                "https://example.com/orders",
                                Map.of("Authorization", "Bearer ${env:ORDERS_KEY}"),
                                Duration.ofMillis(2500),
                                Tool.Effect.READ,
                                schema),
                        new Tool.Http(
                                "opening_hours",
                                null,
                                "GET",
                                "https://example.com/hours",
                                Map.of(),
                                Duration.ofSeconds(3),
                                Tool.Effect.ONCE,
                                null),
                        new Tool.EndCall("end_call", "Ends the call."),
                        new Tool.TransferCall("transfer_call", "Transfers the caller.", targets)));
    }

    static Stream<ClientEvent> clientEvents() {
        SessionSettings full = SessionSettings.of(agent(new TurnDetection.SemanticVad(false, "low")));
        return Stream.of(
                new ClientEvent.UpdateSession("e1", full),
                new ClientEvent.UpdateSession("e2", full.withoutVoice()),
                new ClientEvent.UpdateSession("e3", SessionSettings.of(agent(new TurnDetection.ServerVad(null, null)))),
                new ClientEvent.UpdateSession("e4", new SessionSettings(null, null, null, null, null, null, null)),
                new ClientEvent.CreateResponse("e5", null),
                new ClientEvent.CreateResponse("e6", "Greet the caller."),
                new ClientEvent.CancelResponse("e7", null),
                new ClientEvent.CancelResponse("e8", "resp_1"),
                new ClientEvent.ClearPlayback("e9"),
                new ClientEvent.AnswerTool("e10", "out_1", "call_1", "{\"ok\":true}"),
                new ClientEvent.AddNote("e12", "note_1", "Go on."),
                new ClientEvent.DeleteItem("e13", "note_1"),
                new ClientEvent.RetrieveItem("e11", "item_1"));
    }
}
