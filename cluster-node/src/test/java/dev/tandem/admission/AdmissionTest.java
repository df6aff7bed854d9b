package dev.tandem.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.typesafe.config.ConfigFactory;
import dev.tandem.protocol.call.Termination;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shell around the slots: a slot is journalled before its call is told, whatever fails in between. */
class AdmissionTest {

    private static final String ID = "Admission";
    private static final Duration COLLECTING = Duration.ofMillis(500);

    private static ActorTestKit kit;
    private static PersistenceTestKit journal;

    private TestProbe<Admission.Answer> call;
    private TestProbe<String> roll;
    private ActorRef<Admission.Command> admission;
    private volatile boolean open = true;
    private volatile Consumer<ActorRef<Admission.Command>> onRoll = caller -> {};
    private volatile Limits limits = new SomeLimits(3, 2, Map.of(), 2);

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(
                "admission",
                PersistenceTestKitPlugin.config()
                        .withFallback(PersistenceTestKitSnapshotPlugin.config())
                        .withFallback(ConfigFactory.parseString("pekko.persistence.testkit.events.serialize = on"))
                        .withFallback(ConfigFactory.defaultReference()));
        journal = PersistenceTestKit.create(kit.system());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void begin() {
        journal.clearAll();
        call = kit.createTestProbe();
        roll = kit.createTestProbe();
        admission = spawn();
    }

    @AfterEach
    void end() {
        kit.stop(admission);
    }

    private ActorRef<Admission.Command> spawn() {
        Admission.SlotWatch watch = new Admission.SlotWatch() {
            @Override
            public void inUse(String tenant, int slots) {}

            @Override
            public void gone() {}
        };
        return kit.spawn(Admission.create(new Admission.Links(
                limits,
                Duration.ofMinutes(5),
                COLLECTING,
                (callId, replyTo) -> {
                    roll.getRef().tell(callId);
                    onRoll.accept(replyTo.unsafeUpcast());
                },
                () -> open,
                watch)));
    }

    private void reserve(String callId, String tenant, int attempt) {
        admission.tell(new Admission.Reserve(callId, tenant, attempt, call.getRef()));
    }

    /** Waits until admission says so. */
    private void inUse(Map<String, Integer> byTenant) {
        TestProbe<Admission.Use> use = kit.createTestProbe();
        Awaitility.await().untilAsserted(() -> {
            admission.tell(new Admission.GetUse(use.getRef()));
            assertEquals(byTenant, use.receiveMessage().byTenant());
        });
    }

    @Test
    void a_slot_is_journalled_before_its_call_is_told() {
        reserve("a", "acme", 1);
        assertEquals(new Admission.Answer.Granted("a", 1), call.receiveMessage());
        assertInstanceOf(
                AdmissionEvent.SlotsChanged.class,
                journal.persistedInStorage(ID).getFirst());
    }

    @Test
    void a_grant_that_could_not_be_journalled_is_not_told_and_the_next_attempt_is() {
        journal.failNextPersisted(ID);
        reserve("a", "acme", 1);
        call.expectNoMessage(Duration.ofMillis(100));
        reserve("a", "acme", 2);
        assertEquals(new Admission.Answer.Granted("a", 2), call.receiveMessage());
        assertEquals(1, journal.persistedInStorage(ID).size());
    }

    @Test
    void calls_that_ask_together_are_answered_in_the_order_they_asked_and_never_over_the_limits() {
        List<String> ids = IntStream.range(0, 50).mapToObj(i -> "c" + i).toList();
        ids.forEach(id -> reserve(id, id.equals("c2") ? "bloom" : "acme", 1));
        List<Admission.Answer> answers = call.receiveSeveralMessages(50);
        assertEquals(ids, answers.stream().map(Admission.Answer::callId).toList());
        assertEquals(
                List.of("c0", "c1", "c2"),
                answers.stream()
                        .filter(Admission.Answer.Granted.class::isInstance)
                        .map(Admission.Answer::callId)
                        .toList());
        assertEquals(new Admission.Answer.Refused("c3", 1, Termination.GLOBAL_LIMIT, 3, 3), answers.get(3));
    }

    @Test
    void a_new_incarnation_knows_the_slots_and_calls_the_roll_at_once() {
        reserve("a", "acme", 1);
        call.receiveMessage();
        kit.stop(admission);
        admission = spawn();
        assertEquals("a", roll.receiveMessage());
        reserve("a", "acme", 2);
        assertEquals(new Admission.Answer.Granted("a", 2), call.receiveMessage());
        assertEquals(1, journal.persistedInStorage(ID).size());
    }

    @Test
    void a_slot_is_freed_by_its_calls_end_and_by_a_roll_call_that_finds_nobody() {
        reserve("a", "acme", 1);
        reserve("b", "acme", 1);
        call.receiveSeveralMessages(2);
        admission.tell(new Admission.Release("a"));
        admission.tell(new Admission.Present("b", true));
        inUse(Map.of("acme", 1));
        admission.tell(new Admission.Present("b", false));
        inUse(Map.of());
    }

    @Test
    void calls_that_waited_for_a_hand_over_are_served_in_turns_and_refused_only_when_all_were_heard() {
        reserve("before", "acme", 1);
        call.receiveMessage();
        kit.stop(admission);
        limits = new SomeLimits(3, 3, Map.of(), 9);
        admission = spawn();
        for (String callId : List.of("a1", "a2", "a3")) {
            reserve(callId, "acme", 1);
        }
        call.expectNoMessage(Duration.ofMillis(100));
        reserve("b1", "bloom", 1);
        reserve("a1", "acme", 2);
        assertEquals(
                List.of(
                        new Admission.Answer.Granted("a1", 2),
                        new Admission.Answer.Granted("b1", 1),
                        new Admission.Answer.Refused("a2", 1, Termination.GLOBAL_LIMIT, 3, 3),
                        new Admission.Answer.Refused("a3", 1, Termination.GLOBAL_LIMIT, 3, 3)),
                call.receiveSeveralMessages(4));
        reserve("b2", "bloom", 1);
        assertInstanceOf(Admission.Answer.Refused.class, call.receiveMessage());
    }

    @Test
    void a_hand_over_with_room_for_all_keeps_nobody_waiting() {
        reserve("before", "acme", 1);
        call.receiveMessage();
        kit.stop(admission);
        limits = new SomeLimits(1_000, 900, Map.of(), 2);
        admission = spawn();
        reserve("a", "acme", 1);
        assertEquals(new Admission.Answer.Granted("a", 1), call.receiveMessage(COLLECTING.dividedBy(2)));
    }

    @Test
    void slots_given_back_and_taken_together_are_one_write() {
        limits = SomeLimits.of(100, 100);
        reserve("old", "acme", 1);
        call.receiveMessage();
        kit.stop(admission);
        // Told by the actor's own thread, so that all are there before the first of them is decided; it may run before
        // it is known here.
        onRoll = caller -> {
            for (int i = 0; i < 50; i++) {
                caller.tell(new Admission.Reserve("new" + i, "acme", 1, call.getRef()));
            }
            caller.tell(new Admission.Release("old"));
        };
        admission = spawn();
        assertEquals(50, call.receiveSeveralMessages(50).size());
        assertEquals(2, journal.persistedInStorage(ID).size());
        inUse(Map.of("acme", 50));
    }

    @Test
    void a_long_roll_is_called_in_pages_and_reaches_everyone() {
        int calls = 2 * Admission.ROLL_PAGE + 1;
        kit.stop(admission);
        limits = SomeLimits.of(calls, calls);
        Map<String, String> reserved = new HashMap<>();
        for (int i = 0; i < calls; i++) {
            reserved.put("c" + i, "acme");
        }
        journal.persistForRecovery(ID, List.of(new AdmissionEvent.SlotsChanged(Instant.EPOCH, Set.of(), reserved)));
        admission = spawn();
        assertEquals(reserved.keySet(), Set.copyOf(roll.receiveSeveralMessages(calls)));
    }

    @Test
    void a_slot_given_back_while_the_fence_is_closed_is_not_written_but_asked_for_soon() {
        reserve("a", "acme", 1);
        call.receiveMessage();
        open = false;
        admission.tell(new Admission.Release("a"));
        roll.expectNoMessage(Duration.ofMillis(100));
        assertEquals(1, journal.persistedInStorage(ID).size());
        open = true;
        assertEquals("a", roll.receiveMessage(Duration.ofSeconds(10)));
    }

    @Test
    void a_journal_of_a_version_that_wrote_each_decision_apart_is_understood() {
        kit.stop(admission);
        journal.persistForRecovery(
                ID,
                List.of(
                        new AdmissionEvent.Reserved(Instant.EPOCH, "a", "acme"),
                        new AdmissionEvent.Reserved(Instant.EPOCH, "b", "acme"),
                        new AdmissionEvent.Freed(Instant.EPOCH, "a")));
        admission = spawn();
        assertEquals("b", roll.receiveMessage());
        inUse(Map.of("acme", 1));
    }

    @Test
    void nothing_is_decided_while_the_fence_is_closed() {
        open = false;
        reserve("a", "acme", 1);
        call.expectNoMessage(Duration.ofMillis(100));
        assertEquals(List.of(), journal.persistedInStorage(ID));
        open = true;
        reserve("a", "acme", 2);
        assertEquals(new Admission.Answer.Granted("a", 2), call.receiveMessage());
    }
}
