package dev.tandem.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.journal.Recorded;
import dev.tandem.persistence.journal.SampleEvents;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.api.CallView.TranscriptLine;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.CallEvent.AcceptFailed;
import dev.tandem.protocol.call.CallEvent.AcceptRequested;
import dev.tandem.protocol.call.CallEvent.CallAccepted;
import dev.tandem.protocol.call.CallEvent.CallAdmitted;
import dev.tandem.protocol.call.CallEvent.CallEnded;
import dev.tandem.protocol.call.CallEvent.CallOffered;
import dev.tandem.protocol.call.CallEvent.CallRefused;
import dev.tandem.protocol.call.CallEvent.CallRejected;
import dev.tandem.protocol.call.CallEvent.GreetingIssued;
import dev.tandem.protocol.call.CallEvent.SidebandAttached;
import dev.tandem.protocol.call.CallEvent.SidebandLost;
import dev.tandem.protocol.call.CallEvent.StopRequested;
import dev.tandem.protocol.call.CallEvent.ToolAbandoned;
import dev.tandem.protocol.call.CallEvent.ToolAnswered;
import dev.tandem.protocol.call.CallEvent.ToolFinished;
import dev.tandem.protocol.call.CallEvent.ToolRequested;
import dev.tandem.protocol.call.CallEvent.ToolStarted;
import dev.tandem.protocol.call.CallEvent.TranscriptGap;
import dev.tandem.protocol.call.CallEvent.TurnInterrupted;
import dev.tandem.protocol.call.CallEvent.TurnTranscribed;
import dev.tandem.protocol.call.CallEvent.TurnUntranscribed;
import dev.tandem.protocol.call.CallEvent.UsageRecorded;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.call.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CallRecordTest {

    private static final Prices PRICES =
            Prices.of(ConfigFactory.defaultReference().getConfig("tandem.prices"));
    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

    private static Instant at(double seconds) {
        return T0.plusMillis((long) (seconds * 1000));
    }

    private static CallEvent offered() {
        return new CallOffered(
                at(1), Carrier.OPENAI_SIP, Personal.of("+4915112345678"), "+18005550100", List.of(), "wh_1", at(0));
    }

    private static CallEvent admitted() {
        return new CallAdmitted(at(1.1), "acme", "0123456789ab", SampleEvents.agent());
    }

    private static CallEvent turn(String item, String previous, Speaker speaker, String text) {
        String agent = speaker == Speaker.AGENT ? "Anna" : null;
        return new TurnTranscribed(at(5), item, previous, 0, speaker, agent, Personal.of(text));
    }

    private static final List<CallEvent> WHOLE = List.of(
            offered(),
            admitted(),
            new AcceptRequested(at(1.2)),
            new CallAccepted(at(1.5)),
            new SidebandAttached(at(1.7), 1, "node-1"),
            new GreetingIssued(at(1.8)),
            turn("i1", null, Speaker.AGENT, "Hello."),
            turn("i2", "i1", Speaker.CALLER, "Where is my order?"),
            new UsageRecorded(at(6), "i2", "whisper-1", new Usage(0, 0, 0, 0, 0, 0, 60)),
            new ToolRequested(at(7), "i3", "i2", "call_1", "find_order", Personal.of("{}")),
            new ToolStarted(at(7.1), "call_1", 1, 1),
            new ToolFinished(at(7.4), "call_1", ToolOutcome.SUCCEEDED, Personal.of("sent")),
            new ToolAnswered(at(7.5), "call_1"),
            turn("i5", "i4", Speaker.AGENT, "It is on its way."),
            new TurnInterrupted(at(8), "i5", "resp_2"),
            new UsageRecorded(at(8), "resp_2", "gpt-realtime", new Usage(1000, 0, 0, 0, 0, 0, 0)),
            new StopRequested(at(9), Termination.AGENT_ENDED),
            new CallEnded(at(10), Termination.AGENT_ENDED, "the agent said goodbye"));

    private static CallView view(List<CallEvent> events) {
        return record(events).view(PRICES, null, List.of());
    }

    private static CallRecord record(List<CallEvent> events) {
        List<Recorded> journal = new ArrayList<>();
        events.forEach(event -> journal.add(new Recorded(journal.size() + 1, event)));
        return CallRecord.of("rtc_1", journal);
    }

    @Test
    void a_whole_call_is_told_from_its_journal() {
        CallView call = view(WHOLE);
        assertThat(call.tenant()).isEqualTo("acme");
        assertThat(call.agent()).isEqualTo(new CallView.AgentRef("Anna", "0123456789ab"));
        assertThat(call.from()).isEqualTo("+49*********78");
        assertThat(call.status()).isEqualTo("finished");
        assertThat(call.termination())
                .isEqualTo(new CallView.TerminationView("finished", "agent_ended", "the agent said goodbye"));
        assertThat(call.setupMs()).isEqualTo(1500);
        assertThat(call.durationMs()).isEqualTo(8500);
        assertThat(call.turns()).isEqualTo(3);
        assertThat(call.transcript())
                .extracting(TranscriptLine::text)
                .containsExactly("Hello.", "Where is my order?", "It is on its way.");
        assertThat(call.transcript()).extracting(TranscriptLine::interrupted).containsExactly(false, false, true);
        assertThat(call.transcript()).extracting(TranscriptLine::speaker).containsExactly("agent", "caller", "agent");
        assertThat(call.transcript()).extracting(TranscriptLine::agent).containsExactly("Anna", null, "Anna");
        assertThat(call.toolCalls())
                .containsExactly(new CallView.ToolCallView("call_1", "find_order", "{}", "succeeded", "sent", 1, 300L));
        assertThat(call.cost())
                .containsEntry("transcription", new BigDecimal("0.006000"))
                .containsEntry("conversation", new BigDecimal("0.004000"))
                .containsEntry("total", new BigDecimal("0.010000"));
        assertThat(call.usage().textIn()).isEqualTo(1000);
        assertThat(call.admission().decision()).isEqualTo("admitted");
    }

    @Test
    void a_report_journalled_twice_changes_nothing() {
        List<CallEvent> twice = new ArrayList<>();
        WHOLE.forEach(event -> twice.addAll(List.of(event, event)));
        assertThat(view(twice)).isEqualTo(view(WHOLE));
    }

    @Test
    void status_follows_the_calls_life() {
        assertThat(view(WHOLE.subList(0, 1)).status()).isEqualTo("new");
        assertThat(view(WHOLE.subList(0, 3)).status()).isEqualTo("new");
        assertThat(view(WHOLE.subList(0, 4)).status()).isEqualTo("running");
        assertThat(view(WHOLE.subList(0, 17)).status()).isEqualTo("stopping");
        assertThat(view(WHOLE.subList(0, 17)).termination()).isNull();
        assertThat(view(WHOLE).status()).isEqualTo("finished");
    }

    @Test
    void a_sideband_proves_an_accept_that_was_never_confirmed() {
        assertThat(view(List.of(offered(), admitted(), new SidebandAttached(at(2), 1, "node-1")))
                        .status())
                .isEqualTo("running");
    }

    @Test
    void a_refused_call_shows_the_numbers_behind_it() {
        CallView call = view(List.of(
                offered(),
                new CallRefused(at(1.1), "acme", Termination.TENANT_LIMIT, 3, 3),
                new CallRejected(at(1.2), 486),
                new CallEnded(at(1.3), Termination.TENANT_LIMIT, null)));
        assertThat(call.status()).isEqualTo("cancelled");
        assertThat(call.tenant()).isEqualTo("acme");
        assertThat(call.admission()).isEqualTo(new CallView.AdmissionView("refused", "tenant_limit", 3, 3, 486));
        assertThat(call.durationMs()).isNull();
    }

    @Test
    void a_number_no_tenant_owns_has_no_limit_to_show() {
        CallView call = view(List.of(offered(), new CallRefused(at(1.1), null, Termination.UNKNOWN_NUMBER, 0, 0)));
        assertThat(call.status()).isEqualTo("stopping");
        assertThat(call.tenant()).isNull();
        assertThat(call.admission())
                .isEqualTo(new CallView.AdmissionView("refused", "unknown_number", null, null, null));
    }

    @Test
    void an_accept_that_failed_ends_the_call_as_failed() {
        CallView call = view(List.of(
                offered(),
                admitted(),
                new AcceptFailed(at(2), Verdict.UPSTREAM, "HTTP 500"),
                new CallEnded(at(2), Termination.ACCEPT_FAILED, "HTTP 500")));
        assertThat(call.status()).isEqualTo("failed");
    }

    @Test
    void the_parts_of_one_item_are_one_line_in_their_order_and_the_first_of_repeats_counts() {
        CallView call = view(List.of(
                new TurnTranscribed(at(2), "i1", null, 1, Speaker.AGENT, "Anna", Personal.of("second")),
                new TurnTranscribed(at(3), "i1", null, 0, Speaker.AGENT, "Anna", Personal.of("first")),
                new TurnTranscribed(at(4), "i1", null, 1, Speaker.AGENT, "Anna", Personal.of("changed"))));
        assertThat(call.transcript()).extracting(TranscriptLine::text).containsExactly("first\nsecond");
        assertThat(call.turns()).isEqualTo(1);
    }

    @Test
    void items_without_words_hold_the_conversation_together() {
        CallView call = view(List.of(
                turn("i4", "i3", Speaker.AGENT, "last"),
                new ToolRequested(at(3), "i3", "i2", "call_1", "t", Personal.of("{}")),
                new TurnUntranscribed(at(4), "i2", "i1", "noise"),
                turn("i1", null, Speaker.AGENT, "first")));
        assertThat(call.transcript()).extracting(TranscriptLine::text).containsExactly("first", "last");
    }

    @Test
    void a_tool_abandoned_stays_so_whatever_comes_later() {
        CallView call = view(List.of(
                new ToolRequested(at(3), "i3", "i2", "call_1", "t", Personal.of("{}")),
                new ToolAbandoned(at(4), "call_1", "journal unavailable"),
                new ToolFinished(at(5), "call_1", ToolOutcome.SUCCEEDED, Personal.of("late"))));
        assertThat(call.toolCalls()).extracting(CallView.ToolCallView::outcome).containsExactly("abandoned");
        assertThat(call.toolCalls()).extracting(CallView.ToolCallView::output).containsExactly((String) null);
    }

    @Test
    void attempts_after_a_crash_are_counted_across_epochs() {
        CallView call = view(List.of(
                new ToolRequested(at(3), "i3", "i2", "call_1", "t", Personal.of("{}")),
                new ToolStarted(at(4), "call_1", 1, 1),
                new ToolStarted(at(4), "call_1", 1, 1),
                new ToolStarted(at(9), "call_1", 1, 2)));
        assertThat(call.toolCalls().getFirst().attempts()).isEqualTo(2);
        assertThat(call.toolCalls().getFirst().outcome()).isNull();
    }

    @Test
    void losses_show_as_attaches_and_gaps() {
        CallView call = view(List.of(
                new SidebandAttached(at(1), 1, "node-1"),
                new SidebandLost(at(2), 1, SidebandLoss.NODE_LOST),
                new SidebandAttached(at(4), 2, "node-2"),
                new TranscriptGap(at(5), "i1", "i3", 2000)));
        assertThat(call.attaches())
                .containsExactly(
                        new CallView.AttachView(1, "node-1", at(1)), new CallView.AttachView(2, "node-2", at(4)));
        assertThat(call.gaps()).containsExactly(new CallView.GapView("i1", "i3", 2000));
    }

    @RepeatedTest(300)
    void any_events_in_any_order_have_a_record_that_keeps_every_turn(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<CallEvent> events = new ArrayList<>(WHOLE);
        events.addAll(SampleEvents.ALL);
        events.addAll(events.subList(0, random.nextInt(events.size())));
        Collections.shuffle(events, random);
        List<CallEvent> some = events.subList(0, random.nextInt(events.size()));
        long turns = some.stream()
                .filter(TurnTranscribed.class::isInstance)
                .map(event -> ((TurnTranscribed) event).itemId())
                .distinct()
                .count();
        CallView call = view(some);
        assertThat(call.turns()).as("seed %d", seed.getCurrentRepetition()).isEqualTo((int) turns);
        assertThat(call.transcript()).hasSize((int) turns);
    }
}
