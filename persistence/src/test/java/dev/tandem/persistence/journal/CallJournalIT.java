package dev.tandem.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.cassandra.SharedCassandra;
import dev.tandem.persistence.CassandraCase;
import dev.tandem.persistence.read.Journals;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.call.CallEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CallJournalIT {

    private static CassandraCase node;

    @BeforeAll
    static void start() {
        node = new CassandraCase("");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void every_event_comes_back_from_tables_our_cql_made() {
        String call = CassandraCase.newCall();
        node.journal(call, SampleEvents.ALL);
        assertThat(CassandraCase.await(new CallJournal(node.system()).read(call)))
                .extracting(Recorded::event)
                .isEqualTo(SampleEvents.ALL);
    }

    @Test
    void a_call_never_offered_has_no_events() {
        CallJournal journal = new CallJournal(node.system());
        assertThat(CassandraCase.await(journal.read("rtc_never"))).isEmpty();
        assertThat(CassandraCase.await(journal.read(""))).isEmpty();
        assertThat(CassandraCase.await(journal.read("no|call"))).isEmpty();
    }

    @Test
    void a_journal_beyond_the_bound_is_refused() {
        String call = CassandraCase.newCall();
        node.journal(call, SampleEvents.ALL.subList(0, 6));
        assertThat(CassandraCase.await(new CallJournal(node.system(), 6).read(call)))
                .hasSize(6);
        Assertions.assertThatThrownBy(() -> CassandraCase.await(new CallJournal(node.system(), 5).read(call)))
                .hasStackTraceContaining("more than 5 events");
    }

    @Test
    void a_journal_of_several_pages_comes_back_whole_and_in_order() {
        String call = CassandraCase.newCall();
        List<CallEvent> turns = CassandraCase.turns(Instant.now(), 90);
        for (int i = 0; i < 12; i++) {
            node.journal(call, turns);
        }
        CallJournal journal = new CallJournal(node.system());
        assertThat(CassandraCase.await(journal.read(call)))
                .extracting(Recorded::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_080).boxed().toList());
        assertThat(CassandraCase.await(
                        journal.last(CallJournal.persistenceId(call).id())))
                .isEqualTo(1_080);
    }

    @Test
    void a_new_calls_last_event_has_the_number_zero() {
        String id = CallJournal.persistenceId(CassandraCase.newCall()).id();
        assertThat(CallJournal.isCall(id)).isTrue();
        assertThat(CassandraCase.await(new CallJournal(node.system()).last(id))).isZero();
    }

    @Test
    void a_transcript_is_rebuilt_without_a_node() {
        String call = CassandraCase.newCall();
        node.journal(call, CassandraCase.finished("acme", 5));
        SharedCassandra cassandra = SharedCassandra.get();
        try (Journals journals = Journals.open(cassandra.contactPoint(), cassandra.datacenter())) {
            assertThat(CassandraCase.await(journals.replay(call)).orElseThrow().transcript())
                    .extracting(CallView.TranscriptLine::text)
                    .containsExactly("Words 0", "Words 1", "Words 2", "Words 3", "Words 4");
            assertThat(CassandraCase.await(journals.replay("rtc_never"))).isEmpty();
        }
    }

    @Test
    void a_cassandra_that_is_not_there_fails_a_replay_soon() {
        try (Journals journals = Journals.open("127.0.0.1:1", "datacenter1")) {
            Assertions.assertThatThrownBy(
                            () -> journals.replay("rtc_1").toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isNotInstanceOf(TimeoutException.class);
        }
    }
}
