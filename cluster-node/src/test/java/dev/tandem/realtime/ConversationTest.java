package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.realtime.Item;
import dev.tandem.protocol.realtime.ResponseStatus;
import dev.tandem.protocol.realtime.ServerEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final Instant AT = Instant.parse("2026-07-01T09:00:00Z");
    private static final Usage USED = new Usage(10, 0, 5, 0, 7, 9, 0);

    private final Conversation conversation = new Conversation(Agents.receptionist(), null);
    private final List<CallEvent.Observed> facts = new ArrayList<>();
    private long ms;

    @Test
    void a_callers_turn_is_told_with_its_words_its_place_and_what_it_cost() {
        hear(new ServerEvent.SpeechCommitted("item_2", "item_1"));
        hear(new ServerEvent.CallerTranscribed("item_2", 0, "Where is my order?", USED));
        assertThat(facts).hasSize(2);
        assertThat(only(CallEvent.UsageRecorded.class).model()).isEqualTo("gpt-4o-mini-transcribe");
        CallEvent.TurnTranscribed turn = only(CallEvent.TurnTranscribed.class);
        assertThat(turn.speaker()).isEqualTo(Speaker.CALLER);
        assertThat(turn.previousItemId()).isEqualTo("item_1");
        assertThat(turn.text().text()).isEqualTo("Where is my order?");
        assertThat(turn.agent()).isNull();
    }

    @Test
    void words_that_come_long_after_the_answer_still_know_their_place() {
        hear(new ServerEvent.SpeechCommitted("item_2", "item_1"));
        agentSays("resp_1", "item_3", "item_2", "One moment.");
        hear(new ServerEvent.CallerTranscribed("item_2", 0, "Late words", Usage.NONE));
        CallEvent.TurnTranscribed late = (CallEvent.TurnTranscribed) facts.getLast();
        assertThat(late.previousItemId()).isEqualTo("item_1");
    }

    @Test
    void a_turn_without_words_is_told_as_such() {
        hear(new ServerEvent.SpeechCommitted("item_1", null));
        hear(new ServerEvent.CallerTranscribed("item_1", 0, " ", Usage.NONE));
        hear(new ServerEvent.SpeechCommitted("item_2", "item_1"));
        hear(new ServerEvent.TranscriptionFailed("item_2", 0, "audio_unintelligible"));
        assertThat(facts)
                .extracting(fact -> ((CallEvent.TurnUntranscribed) fact).reason())
                .containsExactly("empty", "audio_unintelligible");
    }

    @Test
    void an_agents_turn_is_told_once_with_usage_and_timing() {
        hear(new ServerEvent.SpeechStopped("item_1", 900));
        ms += 120;
        agentSays("resp_1", "item_2", "item_1", "Hello there.");
        assertThat(only(CallEvent.TurnTranscribed.class).agent()).isEqualTo("receptionist");
        assertThat(only(CallEvent.UsageRecorded.class).sourceId()).isEqualTo("resp_1");
        assertThat(only(CallEvent.TurnTimed.class).timing()).isEqualTo(new TurnTiming(120, 170, 250));
    }

    @Test
    void a_transcript_that_only_response_done_carries_is_told_too() {
        hear(done("resp_1", ResponseStatus.COMPLETED, "", message("item_2", "Only here.")));
        assertThat(only(CallEvent.TurnTranscribed.class).text().text()).isEqualTo("Only here.");
    }

    @Test
    void speech_over_the_agent_interrupts_the_turn_that_was_playing() {
        hear(new ServerEvent.ResponseCreated("resp_1"));
        hear(new ServerEvent.OutputItemAdded("resp_1", new Item.Message("item_2", "assistant", null, false)));
        hear(new ServerEvent.PlaybackStarted("resp_1"));
        hear(new ServerEvent.PlaybackCleared("resp_1"));
        hear(new ServerEvent.AgentTranscribed("resp_1", "item_2", 0, "As far as"));
        hear(done("resp_1", ResponseStatus.CANCELLED, "turn_detected", message("item_2", "As far as")));
        assertThat(facts)
                .filteredOn(CallEvent.TurnInterrupted.class::isInstance)
                .extracting(fact -> ((CallEvent.TurnInterrupted) fact).itemId())
                .containsOnly("item_2");
        assertThat(only(CallEvent.TurnTranscribed.class).text().text()).isEqualTo("As far as");
    }

    @Test
    void a_cut_after_response_done_while_audio_still_plays_interrupts_too() {
        agentSays("resp_1", "item_2", null, "A long story.");
        hear(new ServerEvent.PlaybackCleared("resp_1"));
        assertThat(only(CallEvent.TurnInterrupted.class).itemId()).isEqualTo("item_2");
    }

    @Test
    void tools_are_asked_for_when_the_response_is_completed_and_not_when_it_was_cut() {
        hear(new ServerEvent.ArgumentsDone("resp_1", "item_2", "call_1", "lookup_order", "{}"));
        hear(new ServerEvent.ArgumentsDone("resp_1", "item_3", "call_2", "check_stock", "{}"));
        assertThat(facts).isEmpty();
        hear(done("resp_1", ResponseStatus.COMPLETED, ""));
        assertThat(facts)
                .filteredOn(CallEvent.ToolRequested.class::isInstance)
                .extracting(fact -> ((CallEvent.ToolRequested) fact).name())
                .containsExactly("lookup_order", "check_stock");
        facts.clear();
        hear(new ServerEvent.ArgumentsDone("resp_2", "item_4", "call_3", "lookup_order", "{}"));
        hear(done("resp_2", ResponseStatus.CANCELLED, "turn_detected"));
        assertThat(facts).noneMatch(CallEvent.ToolRequested.class::isInstance);
    }

    @Test
    void items_without_words_are_passed_over_in_the_chain() {
        hear(new ServerEvent.ItemAdded("item_1", new Item.FunctionCallOutput("item_out", "call_1")));
        agentSays("resp_2", "item_3", "item_out", "It is on its way.");
        assertThat(only(CallEvent.TurnTranscribed.class).previousItemId()).isEqualTo("item_1");
    }

    @Test
    void a_gap_is_told_when_the_first_item_after_it_does_not_follow_the_last_one_before() {
        hear(new ServerEvent.SpeechCommitted("item_1", null));
        conversation.detached(AT);
        conversation.attached(AT.plusMillis(1_500));
        hear(new ServerEvent.SpeechCommitted("item_5", "item_4"));
        CallEvent.TranscriptGap gap = only(CallEvent.TranscriptGap.class);
        assertThat(gap).isEqualTo(new CallEvent.TranscriptGap(AT, "item_1", "item_5", 1_500));
    }

    @Test
    void no_gap_is_told_when_nothing_was_missed() {
        hear(new ServerEvent.SpeechCommitted("item_1", null));
        conversation.detached(AT);
        conversation.attached(AT.plusMillis(300));
        hear(new ServerEvent.SpeechCommitted("item_2", "item_1"));
        conversation.detached(AT);
        conversation.attached(AT.plusMillis(300));
        hear(new ServerEvent.ItemDone(null, message("item_2", null)));
        assertThat(facts).isEmpty();
    }

    @Test
    void words_missed_during_a_gap_are_healed_by_retrieving_their_item() {
        hear(new ServerEvent.SpeechCommitted("item_1", null));
        conversation.detached(AT);
        assertThat(conversation.itemsWithoutWords()).containsExactly("item_1");
        hear(new ServerEvent.ItemRetrieved(new Item.Message("item_1", "user", "I am still here", true)));
        hear(new ServerEvent.ItemRetrieved(new Item.Message("item_1", "user", "I am still here", true)));
        assertThat(only(CallEvent.TurnTranscribed.class).speaker()).isEqualTo(Speaker.CALLER);
        assertThat(conversation.itemsWithoutWords()).isEmpty();
    }

    @Test
    void turns_whose_words_never_came_are_told_at_the_end_once() {
        hear(new ServerEvent.SpeechCommitted("item_1", null));
        assertThat(conversation.wordsThatNeverCame(AT)).hasSize(1);
        assertThat(conversation.wordsThatNeverCame(AT)).isEmpty();
    }

    private void agentSays(String responseId, String itemId, String previousItemId, String words) {
        hear(new ServerEvent.ResponseCreated(responseId));
        hear(new ServerEvent.OutputItemAdded(responseId, message(itemId, null)));
        hear(new ServerEvent.ItemAdded(previousItemId, message(itemId, null)));
        ms += 50;
        hear(new ServerEvent.PlaybackStarted(responseId));
        ms += 200;
        hear(new ServerEvent.AgentTranscribed(responseId, itemId, 0, words));
        hear(done(responseId, ResponseStatus.COMPLETED, "", message(itemId, words)));
    }

    private static ServerEvent.ResponseDone done(
            String responseId, ResponseStatus status, String reason, Item... output) {
        return new ServerEvent.ResponseDone(responseId, status, reason, null, List.of(output), USED);
    }

    private static Item.Message message(String itemId, String words) {
        return new Item.Message(itemId, "assistant", words, words != null);
    }

    private void hear(ServerEvent event) {
        facts.addAll(conversation.hear(event, AT, TimeUnit.MILLISECONDS.toNanos(ms)));
    }

    private <T extends CallEvent.Observed> T only(Class<T> type) {
        List<T> found = facts.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
