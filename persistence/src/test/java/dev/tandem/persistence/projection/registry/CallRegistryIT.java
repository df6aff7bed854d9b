package dev.tandem.persistence.projection.registry;

import static dev.tandem.persistence.CassandraCase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.persistence.CassandraCase;
import dev.tandem.persistence.journal.Recorded;
import dev.tandem.persistence.projection.AfterCalls;
import dev.tandem.persistence.read.CassandraCalls;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallPage;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CallRegistryIT {

    private static final int CALLS = 500;
    private static final Instant NEWEST = Instant.parse("2026-02-10T06:00:00Z");
    private static final String TENANT = "t" + CassandraCase.newCall();

    private static CassandraCase node;
    private static CallRegistry registry;
    private static ReadSide readSide;
    private static CassandraCalls calls;
    private static final List<String> IDS = new ArrayList<>();

    /** Calls of two tenants over five days, every tenth ended, several in the same millisecond. */
    @BeforeAll
    static void fill() {
        node = new CassandraCase("");
        registry = new CallRegistry(AfterCalls.PRICES);
        readSide = new ReadSide(node.system());
        calls = new CassandraCalls(node.system(), AfterCalls.PRICES);
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            String callId = "rtc_%04d_%s".formatted(CALLS - i, TENANT);
            IDS.add(callId);
            Instant at = NEWEST.minus(Duration.ofMinutes(14L * (i / 3 * 3)));
            List<CallEvent> events = CassandraCase.answered(i % 2 == 0 ? TENANT : TENANT + "b", at);
            if (i % 10 == 0) {
                events.add(CassandraCase.ended(at.plusSeconds(9), Termination.CALLER_LEFT));
            }
            writes.add(project(record(callId, events)).toCompletableFuture());
        }
        await(CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static CallRecord record(String callId, List<CallEvent> events) {
        List<Recorded> journal = new ArrayList<>();
        events.forEach(event -> journal.add(new Recorded(journal.size() + 1, event)));
        return CallRecord.of(callId, journal);
    }

    private static List<CallView> all(CallFilter filter, int limit) {
        List<CallView> all = new ArrayList<>();
        String cursor = null;
        do {
            CallPage page = await(calls.list(filter, cursor, limit));
            assertThat(page.calls().size()).isLessThanOrEqualTo(limit);
            all.addAll(page.calls());
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }

    private static List<String> ours(List<CallView> calls) {
        return calls.stream().map(CallView::id).filter(IDS::contains).toList();
    }

    private static CallFilter between(Instant from, Instant until) {
        return new CallFilter(null, null, null, from, until);
    }

    private static final CallFilter ALL_OF_IT = between(NEWEST.minus(Duration.ofDays(10)), NEWEST.plusMillis(1));

    @Test
    void pages_of_any_size_show_every_call_once_newest_first() {
        for (int limit : new int[] {1, 7, 200}) {
            Instant from = limit == 1 ? NEWEST.minus(Duration.ofHours(12)) : ALL_OF_IT.from();
            List<String> expected = IDS.stream()
                    .filter(id -> !NEWEST.minus(Duration.ofMinutes(14L * (IDS.indexOf(id) / 3 * 3)))
                            .isBefore(from))
                    .toList();
            assertThat(ours(all(between(from, ALL_OF_IT.until()), limit)))
                    .as("limit %d", limit)
                    .isEqualTo(expected);
        }
    }

    @Test
    void a_tenants_list_holds_its_calls_alone() {
        List<CallView> found = all(new CallFilter(TENANT, null, null, null, null), 50);
        assertThat(found).hasSize(CALLS / 2).allMatch(call -> call.tenant().equals(TENANT));
        assertThat(found)
                .isSortedAccordingTo(Comparator.comparing(CallView::offeredAt).reversed());
    }

    @Test
    void a_status_and_a_dialled_number_filter() {
        assertThat(ours(all(new CallFilter(TENANT, "finished", null, null, null), 7)))
                .hasSize(CALLS / 10);
        assertThat(ours(all(new CallFilter(TENANT, "failed", null, null, null), 7)))
                .isEmpty();
        assertThat(ours(all(new CallFilter(TENANT, "running", "+18005550100", null, null), 200)))
                .hasSize(CALLS / 2 - CALLS / 10);
        assertThat(ours(all(new CallFilter(TENANT, null, "+18005550199", null, null), 200)))
                .isEmpty();
    }

    @Test
    void from_is_inclusive_and_until_exclusive() {
        Instant third = NEWEST.minus(Duration.ofMinutes(14 * 3));
        assertThat(ours(all(between(third, NEWEST), 10))).isEqualTo(IDS.subList(3, 6));
        assertThat(ours(all(between(NEWEST, NEWEST), 10))).isEmpty();
        assertThat(ours(all(between(NEWEST, third), 10))).isEmpty();
    }

    @Test
    void lists_carry_no_words() {
        assertThat(all(new CallFilter(TENANT, null, null, null, null), 200))
                .allMatch(call -> call.transcript() == null && call.toolCalls() == null);
    }

    @Test
    void an_unknown_tenant_has_an_empty_list_and_limits_are_bounded() {
        assertThat(await(calls.list(new CallFilter("nobody", null, null, null, null), null, 10)))
                .isEqualTo(new CallPage(List.of(), null));
        Stream.of(0, -1, 201)
                .forEach(limit -> assertThatThrownBy(() -> await(calls.list(ALL_OF_IT, null, limit)))
                        .hasRootCauseInstanceOf(IllegalArgumentException.class));
        assertThatThrownBy(() -> await(calls.list(ALL_OF_IT, "bm90IG91cnM", 10)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_older_record_never_replaces_a_newer_one() {
        String tenant = "t" + CassandraCase.newCall();
        String callId = CassandraCase.newCall();
        List<CallEvent> events = CassandraCase.finished(tenant, 2);
        await(project(record(callId, events)));
        await(project(record(callId, events.subList(0, 3))));
        await(project(record(callId, events)));
        List<CallView> listed = all(new CallFilter(tenant, null, null, null, null), 10);
        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst().status()).isEqualTo("finished");
    }

    private static CompletionStage<Done> project(CallRecord record) {
        return readSide.upsertAll(registry.writes(record));
    }
}
