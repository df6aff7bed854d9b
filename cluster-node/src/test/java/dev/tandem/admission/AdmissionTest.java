package dev.tandem.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.typesafe.config.ConfigFactory;
import dev.tandem.protocol.call.Termination;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shell around the slots: a slot is journalled before its call is told, whatever fails in between. */
class AdmissionTest {

    private static final String ID = "Admission";

    private static ActorTestKit kit;
    private static PersistenceTestKit journal;

    private TestProbe<Admission.Answer> call;
    private TestProbe<String> roll;
    private ActorRef<Admission.Command> admission;
    private volatile boolean open = true;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(
                "admission",
                PersistenceTestKitPlugin.config()
                        .withFallback(PersistenceTestKitSnapshotPlugin.config())
                        .withFallback(ConfigFactory.parseString("pekko.persistence.testkit.events.serialize = off"))
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
        Limits limits = new Limits() {
            @Override
            public int global() {
                return 3;
            }

            @Override
            public int tenant(String tenant) {
                return 2;
            }
        };
        Admission.SlotWatch watch = new Admission.SlotWatch() {
            @Override
            public void inUse(String tenant, int slots) {}

            @Override
            public void gone() {}
        };
        return kit.spawn(Admission.create(new Admission.Links(
                limits,
                Duration.ofMinutes(5),
                (callId, replyTo) -> roll.getRef().tell(callId),
                () -> open,
                watch)));
    }

    private void reserve(String callId, String tenant, int attempt) {
        admission.tell(new Admission.Reserve(callId, tenant, attempt, call.getRef()));
    }

    @Test
    void a_slot_is_journalled_before_its_call_is_told() {
        reserve("a", "acme", 1);
        assertEquals(new Admission.Answer.Granted("a", 1), call.receiveMessage());
        assertInstanceOf(
                AdmissionEvent.Reserved.class, journal.persistedInStorage(ID).getFirst());
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
        TestProbe<Admission.Use> use = kit.createTestProbe();
        reserve("a", "acme", 1);
        reserve("b", "acme", 1);
        call.receiveSeveralMessages(2);
        admission.tell(new Admission.Release("a"));
        admission.tell(new Admission.Present("b", true));
        admission.tell(new Admission.GetUse(use.getRef()));
        assertEquals(new Admission.Use(1, Map.of("acme", 1)), use.receiveMessage());
        admission.tell(new Admission.Present("b", false));
        admission.tell(new Admission.GetUse(use.getRef()));
        assertEquals(new Admission.Use(0, Map.of()), use.receiveMessage());
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
