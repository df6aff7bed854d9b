package dev.tandem.persistence.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.call.SipHeader;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.call.Verdict;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One event of every type with every component filled in; what the golden bytes were made from. */
public final class SampleEvents {

    private static final Instant AT = Instant.parse("2026-03-01T10:15:30.123456Z");

    public static final List<CallEvent> ALL = List.of(
            new CallEvent.CallOffered(
                    AT,
                    Carrier.OPENAI_SIP,
                    Personal.of("+4915112345678"),
                    "+18005550100",
                    List.of(
                            new SipHeader("From", Personal.of("\"Zoë\" <sip:+4915112345678@example.org>;tag=1")),
                            new SipHeader("To", Personal.of("<sip:+18005550100@example.org>"))),
                    "wh_1",
                    Instant.parse("2026-03-01T10:15:29Z")),
            new CallEvent.CallAdmitted(AT, "acme", "0123456789ab", agent()),
            new CallEvent.CallRefused(AT, "acme", Termination.TENANT_LIMIT, 10, 10),
            new CallEvent.CallRejected(AT, 486),
            new CallEvent.AcceptRequested(AT),
            new CallEvent.CallAccepted(AT),
            new CallEvent.AcceptFailed(AT, Verdict.UPSTREAM, "HTTP 500"),
            new CallEvent.SidebandAttached(AT, 2, "node-1"),
            new CallEvent.SidebandLost(AT, 1, SidebandLoss.CUT),
            new CallEvent.TranscriptGap(AT, "item_1", "item_3", 1500),
            new CallEvent.GreetingIssued(AT),
            new CallEvent.TurnTranscribed(
                    AT, "item_2", "item_1", 0, Speaker.AGENT, "Anna", Personal.of("Grüß Gott, 世界 👋")),
            new CallEvent.TurnUntranscribed(AT, "item_3", "item_2", "audio too short"),
            new CallEvent.TurnInterrupted(AT, "item_2", "resp_1"),
            new CallEvent.TurnTimed(AT, "item_2", new TurnTiming(120, 450, -1, null, null)),
            new CallEvent.TurnTimed(
                    AT, "item_2", new TurnTiming(120, 450, -1, TurnTiming.SpeechEnd.CALLER_AUDIO, 330L)),
            new CallEvent.UsageRecorded(AT, "resp_1", "gpt-realtime", new Usage(120, 64, 200, 0, 30, 90, 1.5)),
            new CallEvent.ToolRequested(AT, "item_4", "item_3", "call_1", "find_order", Personal.of("{\"id\":7}")),
            new CallEvent.ToolStarted(AT, "call_1", 1, 2),
            new CallEvent.ToolFinished(AT, "call_1", ToolOutcome.SUCCEEDED, Personal.of("{\"state\":\"sent\"}")),
            new CallEvent.ToolAnswered(AT, "call_1"),
            new CallEvent.ToolAbandoned(AT, "call_2", "journal unavailable"),
            new CallEvent.AgentHandedOff(AT, "call_3", "Anna", "Ben"),
            new CallEvent.DtmfReceived(AT, Personal.of("#")),
            new CallEvent.TransferRequested(AT, "call_4", "tel:+18005550199"),
            new CallEvent.TransferHandedOver(AT),
            new CallEvent.TransferFailed(AT, "call_4", Verdict.UPSTREAM, "HTTP 404"),
            new CallEvent.StopRequested(AT, Termination.AGENT_ENDED),
            new CallEvent.CallHungUp(AT, true),
            new CallEvent.CallEnded(AT, Termination.CALLER_LEFT, "the sideband closed"));

    private SampleEvents() {}

    public static Agent agent() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties").putObject("id").put("type", "integer").put("minimum", 1);
        return new Agent(
                "Anna",
                "gpt-realtime",
                "marin",
                "Be brief.",
                "Hello, Acme here.",
                "en",
                new TurnDetection.SemanticVad(true, "low"),
                "gpt-4o-mini-transcribe",
                Duration.ofMinutes(30),
                Duration.ofSeconds(90),
                List.of(
                        new Tool.Http(
                                "find_order",
                                "Finds an order.",
                                "POST",
                                "https://acme.example/orders",
                                Map.of("Authorization", "Bearer ${env:ACME}"),
                                Duration.ofSeconds(5),
                                Tool.Effect.READ,
                                schema),
                        new Tool.EndCall("end_call", "Ends the call."),
                        new Tool.TransferCall("transfer", "To a person.", Map.of("desk", "tel:+18005550199"))));
    }
}
