package dev.tandem.benchmarks.micro;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SipHeader;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the benchmarks chew on: events and a call of ordinary size. */
public final class Samples {

    static final Instant AT = Instant.parse("2026-03-01T10:15:30.123456Z");

    private static final String CALLER =
            "Hello, I ordered a lamp last week and it has not arrived yet, could you look where it is?";
    private static final String AGENT =
            "Of course. The order left our warehouse on Monday and is with the carrier now; it should reach"
                    + " you tomorrow before noon. Is there anything else that I can do for you?";

    private Samples() {}

    /** A message of the provider, as the vendor's documentation shows it. */
    static byte[] message(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name + ".json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 200 ms of audio, which the sideband of a SIP call does not carry and a media leg does. */
    static byte[] audioDelta() {
        return ("{\"type\":\"response.output_audio.delta\",\"event_id\":\"event_1\",\"response_id\":\"resp_1\",\"item_id\":\"item_1\","
                        + "\"output_index\":0,\"content_index\":0,\"delta\":\"" + "A".repeat(2_136) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static CallEvent.TurnTranscribed turn() {
        return new CallEvent.TurnTranscribed(
                AT, "item_Bx71kd02msu2", "item_Bx71kc99sd1a", 0, Speaker.AGENT, "receptionist", Personal.of(AGENT));
    }

    static CallEvent.CallAdmitted admitted() {
        Agent agent = new Agent(
                "receptionist",
                "gpt-realtime",
                "marin",
                "You answer for Acme Store. Be brief and friendly. ".repeat(20),
                "Hello, this is Acme Store. How can I help?",
                "en",
                new TurnDetection.ServerVad(true, 8_000),
                "gpt-4o-mini-transcribe",
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                List.of(
                        new Tool.EndCall("end_call", null),
                        new Tool.TransferCall("transfer_call", null, Map.of("billing", "tel:+18005550199"))));
        return new CallEvent.CallAdmitted(AT, "acme", "0123456789ab", agent);
    }

    /**
     * The journal of a call of so many minutes: four turns a minute and side, each with usage and timing, as the simulator's ordinary
     * dialogues make them.
     */
    public static List<CallEvent> journal(int minutes) {
        List<CallEvent> journal = new ArrayList<>(List.of(
                new CallEvent.CallOffered(
                        AT,
                        Carrier.OPENAI_SIP,
                        Personal.of("+14255551212"),
                        "+18005550100",
                        List.of(
                                new SipHeader("From", Personal.of("sip:+14255551212@sip.example.com")),
                                new SipHeader("To", Personal.of("sip:+18005550100@sip.example.com")),
                                new SipHeader("Call-ID", Personal.of("03782086-4ce9-44bf-8b0d-4e303d2cc590"))),
                        "wh_685343a1381c819085d44c354e1b330e",
                        AT),
                admitted(),
                new CallEvent.AcceptRequested(AT),
                new CallEvent.CallAccepted(AT),
                new CallEvent.SidebandAttached(AT, 1, "127.0.0.1:25520"),
                new CallEvent.GreetingIssued(AT)));
        for (int i = 0; i < 4 * minutes; i++) {
            String heard = "item_Bx71kd02m" + (1_000 + 2 * i);
            String said = "item_Bx71kd02m" + (1_001 + 2 * i);
            journal.add(new CallEvent.UsageRecorded(
                    AT, heard, "gpt-4o-mini-transcribe", new Usage(0, 0, 0, 0, 0, 40, 6.5)));
            journal.add(new CallEvent.TurnTranscribed(AT, heard, null, 0, Speaker.CALLER, null, Personal.of(CALLER)));
            journal.add(new CallEvent.TurnTranscribed(
                    AT, said, heard, 0, Speaker.AGENT, "receptionist", Personal.of(AGENT)));
            journal.add(new CallEvent.TurnTimed(
                    AT, said, new TurnTiming(120, 450, 600, TurnTiming.SpeechEnd.CALLER_AUDIO, 330L)));
            journal.add(new CallEvent.UsageRecorded(
                    AT, "resp_Bx71kd02m" + i, "gpt-realtime", new Usage(420, 320, 800, 600, 60, 240, 0)));
        }
        journal.add(new CallEvent.StopRequested(AT, Termination.AGENT_ENDED));
        journal.add(new CallEvent.CallHungUp(AT, true));
        journal.add(new CallEvent.CallEnded(AT, Termination.AGENT_ENDED, null));
        return List.copyOf(journal);
    }
}
