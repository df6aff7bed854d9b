package dev.tandem.persistence.projection.summary;

import static dev.tandem.persistence.CassandraCase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.persistence.CassandraCase;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.projection.AfterCalls;
import dev.tandem.persistence.projection.registry.CallRegistry;
import dev.tandem.persistence.read.CassandraCalls;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SummariesIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static CassandraCase node;
    private static ScriptedSummarizer model;
    private static AfterCalls one;
    private static AfterCalls other;
    private static CassandraCalls calls;

    @BeforeAll
    static void start() {
        node = new CassandraCase("tandem.summary { request-timeout = 500ms, lease-margin = 500ms,"
                + " back-off = [100ms, 200ms], parallelism = 2, sweep.unseen-end = 5m }");
        model = new ScriptedSummarizer();
        one = new AfterCalls(node.kit(), model);
        other = new AfterCalls(node.kit(), model);
        calls = new CassandraCalls(node.system(), AfterCalls.PRICES);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static CallView call(String callId) {
        return await(calls.call(callId)).orElseThrow();
    }

    private static void awaitState(String callId, String state) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(call(callId).summary().state()).isEqualTo(state));
    }

    private static boolean isUnsettled(String callId) {
        Unsettled unsettled = new Unsettled(new ReadSide(node.system()));
        return await(unsettled
                                .all()
                                .filter(entry -> entry.callId().equals(callId))
                                .runWith(Sink.seq(), node.system()))
                        .size()
                > 0;
    }

    @Test
    void an_ended_call_gets_its_summary_and_pays_for_it() {
        String tenant = "t" + CassandraCase.newCall();
        String callId = CassandraCase.newCall();
        node.journal(callId, CassandraCase.finished(tenant, 4));
        assertThat(call(callId).summary().state()).isEqualTo("pending");
        await(one.refresh.refresh(callId));
        awaitState(callId, "ready");
        CallView call = call(callId);
        assertThat(call.summary().summary()).isEqualTo("It went well.");
        assertThat(call.summary().followUps()).containsExactly("Call back.");
        assertThat(call.summary().tries()).isEqualTo(1);
        assertThat(call.cost())
                .containsEntry("summary", new BigDecimal("0.000560"))
                .containsEntry("total", new BigDecimal("0.000560"));
        await().atMost(SOON).untilAsserted(() -> assertThat(isUnsettled(callId)).isFalse());
        CallView listed = await(calls.list(new CallFilter(tenant, null, null, null, null), null, 10))
                .calls()
                .getFirst();
        assertThat(listed.summary().state()).isEqualTo("ready");
        assertThat(listed.cost()).containsEntry("total", new BigDecimal("0.000560"));
    }

    private static CallRecord record(String callId) {
        return CallRecord.of(callId, await(new CallJournal(node.system()).read(callId)));
    }

    @Test
    void two_nodes_at_one_call_ask_the_model_once() {
        List<String> ids =
                IntStream.range(0, 10).mapToObj(i -> CassandraCase.newCall()).toList();
        ids.forEach(id -> node.journal(id, CassandraCase.finished("twice", 2)));
        ids.forEach(id -> {
            one.summaries.offer(record(id));
            other.summaries.offer(record(id));
        });
        ids.forEach(id -> awaitState(id, "ready"));
        ids.forEach(id -> await(other.refresh.refresh(id)));
        assertThat(ids).allSatisfy(id -> assertThat(model.asked(id)).isEqualTo(1));
    }

    @Test
    void a_try_that_fails_is_repeated() {
        String callId = CassandraCase.newCall();
        model.fail(callId, 2);
        node.journal(callId, CassandraCase.finished("repeats", 2));
        await(one.refresh.refresh(callId));
        awaitState(callId, "ready");
        assertThat(call(callId).summary().tries()).isEqualTo(3);
        assertThat(model.asked(callId)).isEqualTo(3);
    }

    @Test
    void three_failures_show_on_the_call_and_in_the_review_queue_and_are_not_tried_again() {
        String callId = CassandraCase.newCall();
        model.fail(callId, 100);
        node.journal(callId, CassandraCase.finished("fails", 2));
        await(one.refresh.refresh(callId));
        awaitState(callId, "failed");
        assertThat(call(callId).summary().error()).isEqualTo("HTTP 500");
        assertThat(call(callId).summary().tries()).isEqualTo(3);
        assertThat(call(callId).cost()).doesNotContainKey("summary");
        await().atMost(SOON).untilAsserted(() -> assertThat(isUnsettled(callId)).isFalse());
        assertThat(await(new ReadSide(node.system())
                        .one(
                                "SELECT tries FROM call_read.summary_review WHERE day = ? AND call_id = ?",
                                CallRegistry.day(Instant.now()),
                                callId)))
                .isPresent();
        await(other.sweep.round(Instant.now()));
        await(other.refresh.refresh(callId));
        assertThat(model.asked(callId)).isEqualTo(3);
    }

    @Test
    void failing_calls_leave_room_for_others() {
        List<String> failing =
                IntStream.range(0, 6).mapToObj(i -> CassandraCase.newCall()).toList();
        failing.forEach(id -> model.fail(id, 100));
        String fine = CassandraCase.newCall();
        List<String> all = new ArrayList<>(failing);
        all.add(fine);
        all.forEach(id -> node.journal(id, CassandraCase.finished("room", 2)));
        all.forEach(id -> one.summaries.offer(record(id)));
        awaitState(fine, "ready");
        failing.forEach(id -> awaitState(id, "failed"));
    }

    @Test
    void a_call_whose_node_died_between_claim_and_result_is_taken_over_after_its_lease() {
        String callId = CassandraCase.newCall();
        node.journal(callId, CassandraCase.finished("takeover", 2));
        SummaryStore store = new SummaryStore(new ReadSide(node.system()));
        Instant now = Instant.now();
        assertThat(await(store.claim(callId, "a node that died", now, now.plusMillis(1500))))
                .isTrue();
        await(one.refresh.refresh(callId));
        await(one.sweep.round(Instant.now()));
        assertThat(model.asked(callId)).isZero();
        await().atMost(SOON).untilAsserted(() -> {
            await(one.sweep.round(Instant.now()));
            assertThat(call(callId).summary().state()).isEqualTo("ready");
        });
        assertThat(model.asked(callId)).isEqualTo(1);
        StoredSummary late = StoredSummary.ready("a node that died", 1, ScriptedSummarizer.ANALYSIS, "m", null);
        assertThat(await(store.ready(callId, late))).isFalse();
    }

    @Test
    void the_sweep_finds_a_call_whose_end_was_never_seen() {
        String tenant = "t" + CassandraCase.newCall();
        String callId = CassandraCase.newCall();
        List<CallEvent> events = CassandraCase.finished(tenant, 2);
        node.journal(callId, events.subList(0, 3));
        await(one.refresh.refresh(callId));
        node.journal(callId, events.subList(3, events.size()));
        await(one.sweep.round(Instant.now()));
        assertThat(model.asked(callId)).isZero();
        await(one.sweep.round(Instant.now().plus(Duration.ofMinutes(6))));
        awaitState(callId, "ready");
        assertThat(await(calls.list(new CallFilter(tenant, "finished", null, null, null), null, 10))
                        .calls())
                .hasSize(1);
    }

    @Test
    void the_sweep_finds_a_call_of_which_only_its_own_node_knows() {
        String tenant = "t" + CassandraCase.newCall();
        String callId = CassandraCase.newCall();
        node.journal(callId, CassandraCase.finished(tenant, 2));
        await(new Unsettled(new ReadSide(node.system())).ended(callId));
        await(one.sweep.round(Instant.now()));
        awaitState(callId, "ready");
        assertThat(await(calls.list(new CallFilter(tenant, "finished", null, null, null), null, 10))
                        .calls())
                .hasSize(1);
        await().atMost(SOON).untilAsserted(() -> assertThat(isUnsettled(callId)).isFalse());
        await(new Unsettled(new ReadSide(node.system())).ended(callId));
        assertThat(isUnsettled(callId))
                .as("a note that comes after the summary")
                .isFalse();
    }

    @Test
    void a_call_without_words_is_told_so_without_a_model() {
        String callId = CassandraCase.newCall();
        node.journal(callId, CassandraCase.finished("silent", 0));
        await(one.refresh.refresh(callId));
        awaitState(callId, "ready");
        assertThat(call(callId).summary().summary()).isEqualTo("No words were exchanged.");
        assertThat(model.asked(callId)).isZero();
    }

    @Test
    void a_call_that_was_never_answered_has_no_summary() {
        String callId = CassandraCase.newCall();
        Instant at = Instant.now();
        List<CallEvent> events =
                new ArrayList<>(CassandraCase.answered("refused", at).subList(0, 1));
        events.add(new CallEvent.CallRefused(at, "refused", Termination.TENANT_LIMIT, 1, 1));
        events.add(CassandraCase.ended(at, Termination.TENANT_LIMIT));
        node.journal(callId, events.subList(0, 1));
        await(one.refresh.refresh(callId));
        assertThat(isUnsettled(callId)).isTrue();
        node.journal(callId, events.subList(1, 3));
        await(one.refresh.refresh(callId));
        assertThat(call(callId).summary()).isNull();
        assertThat(isUnsettled(callId)).isFalse();
        assertThat(model.asked(callId)).isZero();
    }

    @Test
    void a_model_that_never_answers_holds_no_call_for_longer_than_its_lease() {
        String callId = CassandraCase.newCall();
        model.neverAnswer(callId);
        node.journal(callId, CassandraCase.finished("hangs", 2));
        one.summaries.offer(record(callId));
        await().atMost(SOON).untilAsserted(() -> assertThat(model.asked(callId)).isEqualTo(1));
        model.fail(callId, 0);
        await().atMost(SOON).untilAsserted(() -> {
            await(other.sweep.round(Instant.now()));
            other.summaries.offer(record(callId));
            assertThat(call(callId).summary().state()).isEqualTo("ready");
        });
    }
}
