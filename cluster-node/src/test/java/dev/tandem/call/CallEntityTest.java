package dev.tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.tandem.admission.Admission;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.realtime.CallControl;
import dev.tandem.realtime.ControlAnswer;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import dev.tandem.realtime.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.FishingOutcome;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.JournalOperation;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.ProcessingPolicy;
import org.apache.pekko.persistence.testkit.ProcessingResult;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.WriteEvents;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The shell around a call's state: journal first, then act; nothing is lost with a failed persist but the try. */
class CallEntityTest {

    private static ActorTestKit kit;
    private static PersistenceTestKit journal;
    private static int calls;

    private final String id = "rtc_" + ++calls;
    private TestProbe<Admission.Command> admission;
    private TestProbe<Sessions.Command> sessions;
    private TestProbe<CallTools.Command> tools;
    private TestProbe<ClusterSharding.ShardCommand> shard;
    private TestProbe<String> control;
    private TestProbe<CallCommand.OfferAnswer> ingress;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(
                "calls",
                PersistenceTestKitPlugin.config()
                        .withFallback(PersistenceTestKitSnapshotPlugin.config())
                        .withFallback(ConfigFactory.parseString("""
                                pekko.persistence.testkit.events.serialize = off
                                pekko.actor.testkit.typed.single-expect-default = 30s
                                """))
                        .withFallback(ConfigFactory.defaultReference()));
        journal = PersistenceTestKit.create(kit.system());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    private volatile boolean mayAct = true;
    private final List<String> marks = new CopyOnWriteArrayList<>();
    private final List<Integer> writes = new CopyOnWriteArrayList<>();

    @BeforeEach
    void probes() {
        admission = kit.createTestProbe();
        sessions = kit.createTestProbe();
        tools = kit.createTestProbe();
        shard = kit.createTestProbe();
        control = kit.createTestProbe();
        ingress = kit.createTestProbe();
    }

    /** Answers nothing of itself: a test tells the call what the provider said. */
    private CallControl provider() {
        return new CallControl() {
            private CompletionStage<ControlAnswer> asked(String what) {
                control.getRef()
                        .tell(what + " after " + journal.persistedInStorage(id).size());
                return new CompletableFuture<>();
            }

            @Override
            public CompletionStage<ControlAnswer> accept(String callId, SessionSettings session, String key) {
                return asked("accept " + key);
            }

            @Override
            public CompletionStage<ControlAnswer> reject(String callId, int sipStatus) {
                return asked("reject " + sipStatus);
            }

            @Override
            public CompletionStage<ControlAnswer> refer(String callId, String targetUri) {
                return asked("refer");
            }

            @Override
            public CompletionStage<ControlAnswer> hangup(String callId) {
                return asked("hangup");
            }
        };
    }

    private ActorRef<CallCommand> entity() {
        CallWatch watch = new CallWatch() {
            @Override
            public void left(String callId) {}

            @Override
            public void saw(String callId, String tenant, CallEvent event) {
                marks.add(MDC.get("call") + " of " + MDC.get("tenant"));
            }

            @Override
            public void wrote(String callId, int events, long nanos) {
                writes.add(events);
            }

            @Override
            public void tookUp(String callId, CallState state) {}
        };
        CallEntity.Links links = new CallEntity.Links(
                admission.getRef(),
                node -> sessions.getRef(),
                tools.getRef(),
                provider(),
                number -> Samples.find(number, Samples.ACME),
                Samples.POLICY,
                watch,
                () -> mayAct);
        return kit.spawn(CallEntity.create(id, PersistenceId.ofUniqueId(id), shard.getRef(), links));
    }

    private CallCommand offer() {
        Instant now = Instant.now();
        return new CallCommand.Offer(Samples.offered("+15550001", now, now), ingress.getRef());
    }

    private Admission.Reserve asked() {
        return assertInstanceOf(Admission.Reserve.class, admission.receiveMessage());
    }

    @Test
    void an_offer_is_answered_once_it_is_in_the_journal() {
        entity().tell(offer());
        assertTrue(ingress.receiveMessage().first());
        assertInstanceOf(
                CallEvent.CallOffered.class, journal.persistedInStorage(id).getFirst());
        assertEquals(1, asked().attempt());
    }

    @Test
    void an_offer_that_could_not_be_journalled_is_not_answered_and_its_repeat_is() {
        ActorRef<CallCommand> call = entity();
        journal.failNextPersisted(id);
        call.tell(offer());
        ingress.expectNoMessage(Duration.ofMillis(100));
        call.tell(offer());
        assertTrue(ingress.receiveMessage().first());
        assertEquals(1, journal.persistedInStorage(id).size());
    }

    @Test
    void the_accept_goes_out_after_its_intent_is_in_the_journal() {
        entity().tell(offer());
        Admission.Reserve reserve = asked();
        reserve.replyTo().tell(new Admission.Answer.Granted(id, reserve.attempt()));
        assertEquals("accept accept_" + id + " after 3", control.receiveMessage());
    }

    @Test
    void lines_logged_when_the_journal_answers_bear_the_call_and_then_its_tenant() {
        entity().tell(offer());
        Admission.Reserve reserve = asked();
        reserve.replyTo().tell(new Admission.Answer.Granted(id, reserve.attempt()));
        control.receiveMessage();
        assertEquals(List.of(id + " of null", id + " of acme", id + " of acme"), marks.subList(0, 3));
        assertNull(MDC.get("call"));
    }

    @Test
    void every_write_is_told_with_how_much_it_held() {
        entity().tell(offer());
        Admission.Reserve reserve = asked();
        reserve.replyTo().tell(new Admission.Answer.Granted(id, reserve.attempt()));
        control.receiveMessage();
        assertEquals(List.of(1, 2), writes.subList(0, 2));
    }

    @Test
    void a_grant_for_an_attempt_that_this_incarnation_did_not_make_is_not_used() {
        entity().tell(offer());
        Admission.Reserve reserve = asked();
        reserve.replyTo().tell(new Admission.Answer.Granted(id, 7));
        control.expectNoMessage(Duration.ofMillis(100));
        assertEquals(1, journal.persistedInStorage(id).size());
    }

    @Test
    void a_call_that_was_being_accepted_is_taken_up_by_a_sideband_not_by_another_accept() {
        ActorRef<CallCommand> before = entity();
        before.tell(offer());
        Admission.Reserve reserve = asked();
        reserve.replyTo().tell(new Admission.Answer.Granted(id, reserve.attempt()));
        control.receiveMessage();
        kit.stop(before);
        entity();
        Sessions.Attach attach = assertInstanceOf(Sessions.Attach.class, sessions.receiveMessage());
        assertEquals(id, attach.sideband().callId());
        assertEquals(false, attach.sideband().accepted());
        control.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void a_call_whose_node_is_cut_off_journals_and_does_nothing_until_it_is_sure_again() {
        ActorRef<CallCommand> call = entity();
        mayAct = false;
        call.tell(offer());
        call.tell(offer());
        ingress.expectNoMessage(Duration.ofMillis(300));
        assertEquals(0, journal.persistedInStorage(id).size());
        mayAct = true;
        assertEquals(new CallCommand.OfferAnswer(true), ingress.receiveMessage());
        assertEquals(new CallCommand.OfferAnswer(false), ingress.receiveMessage());
        asked();
    }

    @Test
    void a_grant_that_waited_behind_the_fence_is_used_while_it_is_good() {
        ActorRef<CallCommand> call = entity();
        call.tell(offer());
        Admission.Reserve reserve = asked();
        mayAct = false;
        reserve.replyTo().tell(new Admission.Answer.Granted(id, reserve.attempt()));
        control.expectNoMessage(Duration.ofMillis(200));
        mayAct = true;
        assertEquals("accept accept_" + id + " after 3", control.receiveMessage());
    }

    @Test
    void a_call_that_ended_gives_its_slot_back_and_leaves() {
        ActorRef<CallCommand> call = entity();
        call.tell(offer());
        Admission.Reserve reserve = asked();
        reserve.replyTo().tell(new Admission.Answer.Refused(id, 1, Termination.GLOBAL_LIMIT, 1, 1));
        assertEquals("reject 486 after 2", control.receiveMessage());
        call.tell(new CallCommand.RejectAnswered(new ControlAnswer.Done(), 1));
        assertEquals(new Admission.Release(id), admission.receiveMessage());
        assertEquals(new CallTools.Ended(id), tools.receiveMessage());
        assertInstanceOf(ClusterSharding.Passivate.class, shard.receiveMessage());
        List<Object> events = journal.persistedInStorage(id);
        assertInstanceOf(CallEvent.CallEnded.class, events.getLast());
    }

    @Test
    void what_comes_while_a_persist_runs_is_answered_after_it_in_order() {
        ActorRef<CallCommand> call = entity();
        call.tell(offer());
        call.tell(offer());
        call.tell(offer());
        assertEquals(
                List.of(true, false, false),
                ingress.receiveSeveralMessages(3).stream()
                        .map(CallCommand.OfferAnswer::first)
                        .toList());
    }

    @Test
    void a_session_that_is_sent_away_does_not_take_the_place_of_the_one_that_speaks() {
        TestProbe<RealtimeSession.Command> older = kit.createTestProbe();
        TestProbe<RealtimeSession.Command> newer = kit.createTestProbe();
        Instant now = Instant.now();
        ActorRef<CallCommand> call = entity();
        call.tell(offer());
        Admission.Reserve reserve = asked();
        reserve.replyTo().tell(new Admission.Answer.Granted(id, reserve.attempt()));
        control.receiveMessage();
        call.tell(new CallCommand.FromSession(
                new Report.Facts(1, older.getRef(), List.of(new CallEvent.SidebandAttached(now, 1, "one")))));
        call.tell(new CallCommand.FromSession(
                new Report.Facts(2, newer.getRef(), List.of(new CallEvent.SidebandAttached(now, 2, "two")))));
        call.tell(new CallCommand.FromSession(new Report.Hello(1, older.getRef())));
        call.tell(new CallCommand.HangUp(
                kit.<CallCommand.HangUpAnswer>createTestProbe().getRef()));
        call.tell(new CallCommand.HangUpAnswered(new ControlAnswer.Done(), 1));
        newer.fishForMessage(
                Duration.ofSeconds(3),
                message -> message instanceof RealtimeSession.HungUp
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void of_two_sessions_under_one_epoch_the_one_that_spoke_first_stays() {
        TestProbe<RealtimeSession.Command> first = kit.createTestProbe();
        TestProbe<RealtimeSession.Command> second = kit.createTestProbe();
        ActorRef<CallCommand> call = accepting();
        call.tell(new CallCommand.FromSession(new Report.Hello(1, first.getRef())));
        call.tell(new CallCommand.FromSession(new Report.Hello(1, second.getRef())));
        assertEquals(new RealtimeSession.Superseded(), second.receiveMessage());
        assertEquals(new RealtimeSession.Owned(), first.receiveMessage());
        call.tell(new CallCommand.FromSession(new Report.Hello(2, second.getRef())));
        assertEquals(new RealtimeSession.Superseded(), first.receiveMessage());
        assertEquals(new RealtimeSession.Owned(), second.receiveMessage());
    }

    @Test
    void a_session_that_died_makes_room_for_another_under_its_epoch() {
        TestProbe<RealtimeSession.Command> first = kit.createTestProbe();
        TestProbe<RealtimeSession.Command> second = kit.createTestProbe();
        ActorRef<CallCommand> call = accepting();
        call.tell(new CallCommand.FromSession(new Report.Hello(1, first.getRef())));
        first.receiveMessage();
        first.stop();
        assertInstanceOf(Sessions.Attach.class, sessions.receiveMessage());
        call.tell(new CallCommand.FromSession(new Report.Hello(1, second.getRef())));
        assertEquals(new RealtimeSession.Owned(), second.receiveMessage());
    }

    @Test
    void after_a_recovery_the_session_stays_whose_sideband_is_journalled() {
        TestProbe<RealtimeSession.Command> other = kit.createTestProbe();
        ActorRef<CallCommand> call = accepting();
        attached(call, kit.<RealtimeSession.Command>createTestProbe().getRef(), "elsewhere:1");
        kit.stop(call);
        ActorRef<CallCommand> again = entity();
        again.tell(new CallCommand.FromSession(new Report.Hello(1, other.getRef())));
        assertEquals(new RealtimeSession.Superseded(), other.receiveMessage());
    }

    @Test
    void a_tool_runs_once_its_session_says_that_the_model_still_waits() {
        TestProbe<RealtimeSession.Command> speaker = kit.createTestProbe();
        ActorRef<CallCommand> call = accepting();
        attached(call, speaker.getRef(), "node");
        askFor(call, speaker);
        tools.expectNoMessage(Duration.ofMillis(100));
        call.tell(new CallCommand.FromSession(new Report.ToolAwaited(1, speaker.getRef(), "t1")));
        assertInstanceOf(CallTools.Run.class, tools.receiveMessage());
        call.tell(new CallCommand.FromSession(new Report.ToolAwaited(1, speaker.getRef(), "t1")));
        tools.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void a_tool_that_its_session_gave_up_never_runs() {
        TestProbe<RealtimeSession.Command> speaker = kit.createTestProbe();
        ActorRef<CallCommand> call = accepting();
        attached(call, speaker.getRef(), "node");
        askFor(call, speaker);
        call.tell(new CallCommand.FromSession(new Report.Facts(
                1,
                speaker.getRef(),
                List.of(new CallEvent.ToolAbandoned(Instant.now(), "t1", "no word of it in time")))));
        call.tell(new CallCommand.FromSession(new Report.Hello(1, speaker.getRef())));
        call.tell(new CallCommand.FromSession(new Report.ToolAwaited(1, speaker.getRef(), "t1")));
        tools.expectNoMessage(Duration.ofMillis(200));
    }

    @Test
    void facts_that_are_told_together_are_one_write_with_what_follows_from_them_and_one_acknowledgement() {
        TestProbe<RealtimeSession.Command> speaker = kit.createTestProbe();
        ActorRef<CallCommand> call = accepting();
        attached(call, speaker.getRef(), "node");
        speaker.fishForMessage(Duration.ofSeconds(3), message -> until(message, RealtimeSession.Greet.class));
        List<Integer> writes = new CopyOnWriteArrayList<>();
        journal.withPolicy(new ProcessingPolicy<JournalOperation>() {
            @Override
            public ProcessingResult tryProcess(String persistenceId, JournalOperation operation) {
                if (operation instanceof WriteEvents write && persistenceId.equals(id)) {
                    writes.add(write.batch().size());
                }
                return ProcessingSuccess.getInstance();
            }
        });
        try {
            call.tell(new CallCommand.FromSession(new Report.Facts(1, speaker.getRef(), turnWithTool())));
            RealtimeSession.Acknowledged told = speaker.expectMessageClass(RealtimeSession.Acknowledged.class);
            assertEquals(List.of("turn/item_1/0", "usage/resp_1", "tool/t1"), told.factIds());
            assertEquals(new RealtimeSession.ToolReady("t1"), speaker.receiveMessage());
            assertEquals(List.of(4), writes);
            call.tell(new CallCommand.FromSession(new Report.Facts(1, speaker.getRef(), turnWithTool())));
            assertEquals(told, speaker.expectMessageClass(RealtimeSession.Acknowledged.class));
            assertEquals(List.of(4), writes);
        } finally {
            journal.resetPolicy();
        }
    }

    @Test
    void of_facts_whose_write_failed_none_is_acknowledged_and_all_are_journalled_in_order_when_they_are_repeated() {
        TestProbe<RealtimeSession.Command> speaker = kit.createTestProbe();
        ActorRef<CallCommand> call = accepting();
        attached(call, speaker.getRef(), "node");
        speaker.fishForMessage(Duration.ofSeconds(3), message -> until(message, RealtimeSession.Greet.class));
        journal.failNextPersisted(id);
        CallCommand facts = new CallCommand.FromSession(new Report.Facts(1, speaker.getRef(), turnWithTool()));
        call.tell(facts);
        // Its restart, seen by its asking for the session.
        sessions.fishForMessage(
                Duration.ofSeconds(5),
                message -> message instanceof Sessions.Attach attach
                                && attach.sideband().epoch() == 2
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        speaker.expectNoMessage(Duration.ofMillis(50));
        call.tell(facts);
        speaker.fishForMessage(Duration.ofSeconds(5), message -> until(message, RealtimeSession.Acknowledged.class));
        List<String> kinds = journal.persistedInStorage(id).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
        assertEquals(
                List.of("TurnTranscribed", "UsageRecorded", "ToolRequested", "ToolStarted"),
                kinds.subList(kinds.size() - 4, kinds.size()));
    }

    private static FishingOutcome until(RealtimeSession.Command message, Class<?> kind) {
        return kind.isInstance(message) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore();
    }

    private static List<CallEvent.Observed> turnWithTool() {
        Instant now = Samples.T0;
        return List.of(
                new CallEvent.TurnTranscribed(
                        now, "item_1", null, 0, Speaker.CALLER, null, Personal.of("Where is my order?")),
                new CallEvent.UsageRecorded(now, "resp_1", "gpt-realtime", new Usage(1, 2, 3, 4, 5, 6, 0)),
                new CallEvent.ToolRequested(now, "item_2", "item_1", "t1", "look", Personal.of("{}")));
    }

    private ActorRef<CallCommand> accepting() {
        ActorRef<CallCommand> call = entity();
        call.tell(offer());
        Admission.Reserve reserve = asked();
        reserve.replyTo().tell(new Admission.Answer.Granted(id, reserve.attempt()));
        control.receiveMessage();
        return call;
    }

    private void attached(ActorRef<CallCommand> call, ActorRef<RealtimeSession.Command> speaker, String node) {
        call.tell(new CallCommand.FromSession(
                new Report.Facts(1, speaker, List.of(new CallEvent.SidebandAttached(Instant.now(), 1, node)))));
        await(CallEvent.SidebandAttached.class);
    }

    private void askFor(ActorRef<CallCommand> call, TestProbe<RealtimeSession.Command> speaker) {
        call.tell(new CallCommand.FromSession(new Report.Facts(
                1,
                speaker.getRef(),
                List.of(new CallEvent.ToolRequested(Instant.now(), "item_1", null, "t1", "look", Personal.of("{}"))))));
        speaker.fishForMessage(
                Duration.ofSeconds(3),
                message -> message.equals(new RealtimeSession.ToolReady("t1"))
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    private void await(Class<? extends CallEvent> kind) {
        Awaitility.await().until(() -> journal.persistedInStorage(id).stream().anyMatch(kind::isInstance));
    }
}
