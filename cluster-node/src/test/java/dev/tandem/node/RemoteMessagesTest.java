package dev.tandem.node;

import com.typesafe.config.ConfigFactory;
import dev.tandem.admission.Admission;
import dev.tandem.call.CallCommand;
import dev.tandem.metrics.Activity;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.metrics.LiveProgress;
import dev.tandem.metrics.Spread;
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
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import dev.tandem.realtime.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one node says to another arrives as it was sent. */
class RemoteMessagesTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ConfigFactory.parseString("""
                pekko.actor.provider = local
                pekko.actor.allow-java-serialization = off
                pekko.coordinated-shutdown.exit-jvm = off
                pekko.loglevel = WARNING
                """).withFallback(ConfigFactory.defaultReference()));

    private static final Instant AT = Instant.parse("2026-07-01T09:00:00Z");

    private static final Vitals VITALS = new Vitals("127.0.0.1:25520", 7, 1, 0.25, 1_000, 2_000, List.of("No."), AT);

    private static final LiveEvent.CallChanged LIVE = new LiveEvent.CallChanged(
            "rtc_1",
            "acme",
            LiveEvent.Status.RUNNING,
            Personal.of("+14155550100"),
            "+18005550100",
            null,
            "127.0.0.1:25520",
            AT,
            AT,
            new LiveProgress(
                    "Ava", AT, 2, AT, 5, new LiveProgress.Words(Speaker.CALLER, Personal.of("Hi"), AT), 420, AT));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    static Stream<Object> messages() {
        TestProbe<Admission.Answer> answers = KIT.createTestProbe(Admission.Answer.class);
        TestProbe<CallCommand.OfferAnswer> offers = KIT.createTestProbe(CallCommand.OfferAnswer.class);
        TestProbe<CallCommand.HangUpAnswer> hangUps = KIT.createTestProbe(CallCommand.HangUpAnswer.class);
        TestProbe<Admission.Present> present = KIT.createTestProbe(Admission.Present.class);
        TestProbe<Admission.Use> use = KIT.createTestProbe(Admission.Use.class);
        TestProbe<RealtimeSession.Command> session = KIT.createTestProbe(RealtimeSession.Command.class);
        TestProbe<LiveTelling.Told> told = KIT.createTestProbe(LiveTelling.Told.class);
        TestProbe<LiveTelling.Command> teller = KIT.createTestProbe(LiveTelling.Command.class);
        Stream<Object> plain = Stream.of(
                new Admission.Reserve("rtc_1", "acme", 2, answers.getRef()),
                new Admission.Release("rtc_1"),
                new Admission.GetUse(use.getRef()),
                new Admission.Present("rtc_1", true),
                new Admission.Answer.Granted("rtc_1", 2),
                new Admission.Answer.Refused("rtc_1", 2, Termination.TENANT_LIMIT, 3, 3),
                new Admission.Use(4, Map.of("acme", 4)),
                new CallCommand.Offer(
                        new CallEvent.CallOffered(
                                AT,
                                Carrier.OPENAI_SIP,
                                Personal.of("+14155550100"),
                                "+18005550100",
                                List.of(new SipHeader("From", Personal.of("sip:+14155550100@example.com"))),
                                "wh_1",
                                AT),
                        offers.getRef()),
                new CallCommand.OfferAnswer(true),
                new CallCommand.HangUp(hangUps.getRef()),
                CallCommand.HangUpAnswer.ALREADY_ENDED,
                new CallCommand.AnswerRollCall(present.getRef()),
                new CallCommand.FromSession(new Report.Hello(3, session.getRef())),
                new CallCommand.FromSession(new Report.Unattachable(
                        3,
                        session.getRef(),
                        true,
                        SidebandLoss.CUT,
                        List.of(new CallEvent.SidebandLost(AT, 2, SidebandLoss.CUT)))),
                new CallCommand.FromSession(new Report.Expired(3, session.getRef())),
                new CallCommand.FromSession(new Report.Silent(3, session.getRef())),
                new CallCommand.FromSession(new Report.ModelFailed(3, session.getRef())),
                new CallCommand.FromSession(new Report.SpokenOut(3, session.getRef())),
                new CallCommand.FromSession(new Report.Drained(3, session.getRef())),
                new CallCommand.FromSession(new Report.Drained(
                        3,
                        session.getRef(),
                        new Standing(AT, "item_2", List.of(new Standing.Open("item_2", "item_1", false))))),
                new CallCommand.Leave(),
                new LiveTelling.Follow(told.getRef(), true),
                new LiveTelling.Heard(told.getRef(), 3),
                new LiveTelling.AskActivity(
                        KIT.createTestProbe(LiveTelling.LastHour.class).getRef()),
                new LiveTelling.LastHour(List.of(new Activity.Minute(
                        AT, 2, Map.of("tenant_limit", 1), 1, new Spread(Map.of(60, 2)), new Spread(Map.of(70, 4))))),
                new LiveTelling.Calls(teller.getRef(), 1, VITALS, true, true, List.of(LIVE)),
                new LiveTelling.News(
                        teller.getRef(),
                        2,
                        VITALS,
                        List.of(
                                LIVE,
                                new LiveEvent.CallGone("rtc_1", "acme", AT),
                                new LiveEvent.TurnSpoken(
                                        "rtc_1", "acme", "item_1", Speaker.AGENT, "Ava", Personal.of("Hi"), false, AT),
                                new LiveEvent.TurnTimed("rtc_1", "acme", "item_1", 420, AT),
                                new LiveEvent.ToolRan("rtc_1", "acme", "call_1", "lookup", ToolOutcome.SUCCEEDED, AT))),
                new RealtimeSession.Acknowledged(List.of("turn/item_1/0", "usage/resp_1")),
                new RealtimeSession.Greet(),
                new RealtimeSession.AnswerTool("call_1", "{\"ok\":true}"),
                new RealtimeSession.FinishSpeaking(),
                new RealtimeSession.HungUp(),
                new RealtimeSession.Owned(),
                new RealtimeSession.ToolReady("call_1"),
                new RealtimeSession.ToolClosed("call_1"),
                new CallCommand.FromSession(new Report.ToolAwaited(3, session.getRef(), "call_1")),
                new RealtimeSession.Superseded(),
                new RealtimeSession.HandOver(KIT.createTestProbe(Report.class).getRef()),
                new Report.Hello(3, session.getRef()));
        List<CallEvent.Observed> facts = List.of(
                new CallEvent.SidebandAttached(AT, 1, "127.0.0.1:25520"),
                new CallEvent.SidebandLost(AT, 1, SidebandLoss.SILENT),
                new CallEvent.TranscriptGap(AT, "item_1", null, 1_200),
                new CallEvent.TurnTranscribed(
                        AT, "item_2", "item_1", 0, Speaker.AGENT, "receptionist", Personal.of("नमस्ते")),
                new CallEvent.TurnUntranscribed(AT, "item_2", "item_1", "empty"),
                new CallEvent.TurnInterrupted(AT, "item_2", "resp_1"),
                new CallEvent.TurnTimed(
                        AT, "item_2", new TurnTiming(120, 300, -1, TurnTiming.SpeechEnd.COMMITTED, null)),
                new CallEvent.UsageRecorded(AT, "resp_1", "gpt-realtime", new Usage(1, 2, 3, 4, 5, 6, 0.5)),
                new CallEvent.ToolRequested(AT, "item_3", "item_2", "call_1", "lookup_order", Personal.of("{}")),
                new CallEvent.ToolAnswered(AT, "call_1"),
                new CallEvent.ToolAbandoned(AT, "call_1", "journal away"),
                new CallEvent.DtmfReceived(AT, Personal.of("5")));
        return Stream.concat(
                plain, Stream.of(new CallCommand.FromSession(new Report.Facts(3, session.getRef(), facts))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_arrives_as_it_was_sent(Object message) {
        KIT.serializationTestKit().verifySerialization(message, true);
    }
}
