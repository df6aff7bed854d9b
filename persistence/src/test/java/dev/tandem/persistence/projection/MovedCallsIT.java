package dev.tandem.persistence.projection;

import static dev.tandem.persistence.CassandraCase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.persistence.CassandraCase;
import dev.tandem.persistence.projection.summary.ScriptedSummarizer;
import dev.tandem.persistence.read.CassandraCalls;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.persistence.schema.Upsert;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.call.CallEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MovedCallsIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static CassandraCase node;
    private static ScriptedSummarizer model;
    private static CassandraCalls calls;

    @BeforeAll
    static void start() {
        node = new CassandraCase("");
        model = new ScriptedSummarizer();
        calls = new CassandraCalls(node.system(), AfterCalls.PRICES);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static List<CallView> listed(String tenant) {
        return await(calls.list(new CallFilter(tenant, null, null, null, null), null, 200))
                .calls();
    }

    private static String newTenant() {
        return "t" + CassandraCase.newCall();
    }

    @Test
    void calls_show_in_lists_within_seconds_change_their_status_and_get_summaries() {
        AfterCalls after = new AfterCalls(node.kit(), model);
        String tenant = newTenant();
        List<String> ids =
                IntStream.range(0, 12).mapToObj(i -> CassandraCase.newCall()).toList();
        List<CallEvent> events = CassandraCase.finished(tenant, 4);
        ids.forEach(id -> node.journal(id, events.subList(0, 3)));
        ids.forEach(after.moved::moved);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(listed(tenant))
                        .hasSize(12)
                        .allMatch(call -> call.status().equals("running")));

        ids.forEach(id -> node.journal(id, events.subList(3, events.size())));
        ids.forEach(after.moved::moved);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(listed(tenant))
                        .hasSize(12)
                        .allMatch(call -> call.status().equals("finished"))
                        .allMatch(call ->
                                call.summary() != null && call.summary().state().equals("ready")));
        assertThat(ids).allSatisfy(id -> assertThat(model.asked(id)).isEqualTo(1));
        CallView call = await(calls.call(ids.getFirst())).orElseThrow();
        assertThat(call.transcript()).hasSize(4);
        assertThat(await(calls.events(ids.getFirst()))).hasSize(events.size());
    }

    @Test
    void a_call_that_cannot_be_projected_is_put_in_quarantine_and_the_others_go_on() {
        String poison = CassandraCase.newCall();
        List<String> seen = new ArrayList<>();
        AfterCalls after = new AfterCalls(node.kit(), model, List.of(new FailsFor(poison, seen)));
        String tenant = newTenant();
        String fine = CassandraCase.newCall();
        node.journal(poison, CassandraCase.finished(tenant, 2));
        node.journal(fine, CassandraCase.finished(tenant, 2));
        await(after.refresh.refresh(poison));
        await(after.refresh.refresh(fine));
        assertThat(listed(tenant)).hasSize(2);
        assertThat(seen).containsExactly(poison, poison, poison, fine);
        assertThat(await(new ReadSide(node.system())
                                .one(
                                        "SELECT error FROM call_read.quarantine WHERE projection = 'fails' AND call_id = ?",
                                        poison))
                        .orElseThrow()
                        .getString("error"))
                .contains("IllegalStateException");
    }

    @Test
    void a_journal_that_does_not_begin_with_its_offer_is_put_in_quarantine_and_stops_no_sweep() {
        AfterCalls after = new AfterCalls(node.kit(), model);
        String callId = CassandraCase.newCall();
        node.journal(callId, CassandraCase.finished(newTenant(), 2).subList(1, 4));
        await(after.refresh.refresh(callId));
        ReadSide readSide = new ReadSide(node.system());
        assertThat(await(readSide.one(
                        "SELECT seq FROM call_read.quarantine WHERE projection = 'journal' AND call_id = ?", callId)))
                .isPresent();
        await(readSide.upsert("INSERT INTO call_read.unsettled (slice, call_id) VALUES (0, ?)", callId));
        await(after.sweep.round(Instant.now()));
        await(readSide.upsert("DELETE FROM call_read.unsettled WHERE slice = 0 AND call_id = ?", callId));
    }

    @Test
    void an_event_nobody_can_read_holds_up_no_other_call() {
        AfterCalls after = new AfterCalls(node.kit(), model);
        String tenant = newTenant();
        String poison = CassandraCase.newCall();
        node.journalUnreadable(poison);
        String fine = CassandraCase.newCall();
        node.journal(fine, CassandraCase.finished(tenant, 2));
        after.moved.moved(poison);
        after.moved.moved(fine);
        await().atMost(SOON).untilAsserted(() -> assertThat(listed(tenant)).hasSize(1));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(await(new ReadSide(node.system())
                                .one(
                                        "SELECT error FROM call_read.quarantine WHERE projection = 'journal' AND call_id = ?",
                                        poison)))
                        .hasValueSatisfying(
                                row -> assertThat(row.getString("error")).contains("cannot read")));
    }

    @Test
    void a_storage_that_fails_is_waited_for_and_puts_nothing_in_quarantine() {
        String tenant = newTenant();
        List<String> ids = Stream.generate(CassandraCase::newCall).limit(3).toList();
        StorageFailsAtFirst flaky = new StorageFailsAtFirst(ids, new AtomicInteger(4));
        AfterCalls after = new AfterCalls(node.kit(), model, List.of(flaky));
        ids.forEach(id -> node.journal(id, CassandraCase.finished(tenant, 2)));
        ids.forEach(after.moved::moved);
        await().atMost(SOON).untilAsserted(() -> assertThat(listed(tenant)).hasSize(3));
        assertThat(flaky.failures().get()).isNotPositive();
        ids.forEach(id -> assertThat(await(new ReadSide(node.system())
                        .one("SELECT error FROM call_read.quarantine WHERE projection = 'flaky' AND call_id = ?", id)))
                .isEmpty());
    }

    private record StorageFailsAtFirst(List<String> ids, AtomicInteger failures) implements CallProjection {
        @Override
        public String name() {
            return "flaky";
        }

        @Override
        public List<Upsert> writes(CallRecord record) {
            boolean fails = ids.contains(record.callId()) && failures.getAndDecrement() > 0;
            return fails ? List.of(Upsert.of("INSERT INTO call_read.no_such_table (a) VALUES (?)", 1)) : List.of();
        }

        @Override
        public void stored(CallRecord record) {}
    }

    private record FailsFor(String callId, List<String> seen) implements CallProjection {
        @Override
        public String name() {
            return "fails";
        }

        @Override
        public List<Upsert> writes(CallRecord record) {
            seen.add(record.callId());
            if (record.callId().equals(callId)) {
                throw new IllegalStateException("poison");
            }
            return List.of();
        }

        @Override
        public void stored(CallRecord record) {}
    }
}
