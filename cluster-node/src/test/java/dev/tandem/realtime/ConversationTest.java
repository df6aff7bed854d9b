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

    private final Conversation conversation = new Conversation(Agents.receptionist(), null, List.of());
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
        assertThat(only(CallEvent.TurnTimed.class).timing())
                .isEqualTo(new TurnTiming(120, 170, 250, TurnTiming.SpeechEnd.CALLER_AUDIO, 50L));
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
    void an_unknown_item_that_another_follows_is_asked_for_and_stands_behind_the_gap() {
        lostAfterItem1();
        hear(new ServerEvent.SpeechCommitted("item_5", "item_4"));
        assertThat(facts).isEmpty();
        assertThat(conversation.itemsToAsk()).containsExactly("item_4");
        hear(new ServerEvent.ItemRetrieved(message("item_4", "As I said.")));
        assertThat(only(CallEvent.TranscriptGap.class))
                .isEqualTo(new CallEvent.TranscriptGap(AT, "item_1", "item_4", 1_500));
        CallEvent.TurnTranscribed found = only(CallEvent.TurnTranscribed.class);
        assertThat(found.previousItemId()).isEqualTo("item_1");
        assertThat(found.speaker()).isEqualTo(Speaker.AGENT);
        assertThat(conversation.itemsToAsk()).isEmpty();
    }

    @Test
    void an_unknown_item_that_the_provider_does_not_know_either_is_in_the_gap() {
        lostAfterItem1();
        hear(new ServerEvent.SpeechCommitted("item_5", "item_4"));
        assertThat(conversation.itemsToAsk()).containsExactly("item_4");
        facts.addAll(conversation.notFound("item_4", AT));
        assertThat(only(CallEvent.TranscriptGap.class))
                .isEqualTo(new CallEvent.TranscriptGap(AT, "item_1", "item_5", 1_500));
    }

    @Test
    void an_unknown_item_of_which_no_word_comes_is_in_the_gap_after_a_while() {
        lostAfterItem1();
        hear(new ServerEvent.SpeechCommitted("item_5", "item_4"));
        assertThat(conversation.overdue(AT.minusMillis(1), AT)).isEmpty();
        facts.addAll(conversation.overdue(AT, AT));
        assertThat(only(CallEvent.TranscriptGap.class).beforeItem()).isEqualTo("item_5");
    }

    @Test
    void an_item_that_still_grows_tells_at_its_end_what_stands_before_it() {
        lostAfterItem1();
        facts.addAll(conversation.endsWith("item_3", "note_1", AT));
        assertThat(conversation.itemsToAsk()).containsExactly("item_3");
        hear(new ServerEvent.ItemRetrieved(message("item_3", null)));
        hear(new ServerEvent.ItemDone("item_2", message("item_3", "Still talking.")));
        assertThat(conversation.itemsToAsk()).containsExactly("item_2");
        hear(new ServerEvent.ItemRetrieved(new Item.Message("item_2", "user", "And then?", true)));
        assertThat(only(CallEvent.TranscriptGap.class).beforeItem()).isEqualTo("item_2");
        assertThat(only(CallEvent.TurnTranscribed.class).text().text()).isEqualTo("And then?");
    }

    @Test
    void words_told_before_the_end_of_an_item_that_still_grows_claim_no_place_behind_the_gap() {
        lostAfterItem1();
        facts.addAll(conversation.endsWith("item_3", "note_1", AT));
        hear(new ServerEvent.ItemRetrieved(message("item_3", null)));
        hear(new ServerEvent.AgentTranscribed("resp_1", "item_3", 0, "Still talking."));
        assertThat(only(CallEvent.TurnTranscribed.class).previousItemId()).isNull();
    }

    @Test
    void a_tool_call_that_nobody_heard_is_asked_for_when_it_is_found() {
        lostAfterItem1();
        facts.addAll(conversation.endsWith("item_2", "note_1", AT));
        hear(new ServerEvent.ItemRetrieved(new Item.FunctionCall("item_2", "call_1", "lookup_order", "{}", true)));
        CallEvent.ToolRequested found = only(CallEvent.ToolRequested.class);
        assertThat(found.toolCallId()).isEqualTo("call_1");
        assertThat(found.previousItemId()).isEqualTo("item_1");
    }

    @Test
    void a_conversation_that_ends_where_it_did_has_no_gap_and_our_note_no_place_in_it() {
        lostAfterItem1();
        facts.addAll(conversation.endsWith("item_1", "note_1", AT));
        hear(new ServerEvent.SpeechCommitted("item_2", "note_1"));
        hear(new ServerEvent.CallerTranscribed("item_2", 0, "Hello?", Usage.NONE));
        assertThat(facts).noneMatch(CallEvent.TranscriptGap.class::isInstance);
        assertThat(only(CallEvent.TurnTranscribed.class).previousItemId()).isEqualTo("item_1");
        assertThat(conversation.itemsToAsk()).isEmpty();
    }

    @Test
    void items_that_the_journal_has_are_known_to_a_session_that_never_saw_them() {
        Conversation later = new Conversation(Agents.receptionist(), "item_1", List.of("item_1", "item_2"));
        later.detached(AT);
        later.attached(AT.plusMillis(1_500));
        assertThat(later.endsWith("item_2", "note_1", AT)).isEmpty();
        assertThat(later.itemsToAsk()).isEmpty();
    }

    @Test
    void words_from_before_the_first_sideband_are_asked_for_once_something_follows_them() {
        conversation.detached(AT);
        conversation.attached(AT.plusMillis(400));
        agentSays("resp_1", "item_2", "item_1", "Of course.");
        assertThat(conversation.itemsToAsk()).containsExactly("item_1");
        hear(new ServerEvent.ItemRetrieved(new Item.Message("item_1", "user", "Can you help me?", true)));
        assertThat(only(CallEvent.TranscriptGap.class)).isEqualTo(new CallEvent.TranscriptGap(AT, null, "item_1", 400));
        assertThat(facts)
                .filteredOn(CallEvent.TurnTranscribed.class::isInstance)
                .extracting(fact -> ((CallEvent.TurnTranscribed) fact).itemId())
                .containsExactlyInAnyOrder("item_1", "item_2");
    }

    @Test
    void a_conversation_that_begins_after_the_first_sideband_has_no_gap() {
        conversation.detached(AT);
        conversation.attached(AT.plusMillis(400));
        agentSays("resp_1", "item_1", null, "Good evening.");
        hear(new ServerEvent.SpeechCommitted("item_2", "item_1"));
        assertThat(conversation.itemsToAsk()).isEmpty();
        assertThat(facts).noneMatch(CallEvent.TranscriptGap.class::isInstance);
    }

    private void lostAfterItem1() {
        hear(new ServerEvent.SpeechCommitted("item_1", null));
        conversation.detached(AT);
        conversation.attached(AT.plusMillis(1_500));
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
        assertThat(conversation.unfinishedItems()).containsExactly("item_1");
        hear(new ServerEvent.ItemRetrieved(new Item.Message("item_1", "user", "I am still here", true)));
        hear(new ServerEvent.ItemRetrieved(new Item.Message("item_1", "user", "I am still here", true)));
        assertThat(only(CallEvent.TurnTranscribed.class).speaker()).isEqualTo(Speaker.CALLER);
        assertThat(conversation.unfinishedItems()).isEmpty();
    }

    @Test
    void what_is_being_said_when_a_session_lets_go_is_no_gap_to_the_next_one() {
        hear(new ServerEvent.SpeechCommitted("item_1", null));
        hear(new ServerEvent.CallerTranscribed("item_1", 0, "Tell me everything.", Usage.NONE));
        hear(new ServerEvent.ItemAdded("item_1", message("item_2", null)));
        Standing standing = conversation.standing(AT.plusSeconds(3));
        Conversation next = following(standing);
        assertThat(next.endsWith("item_2", "note_1", AT)).isEmpty();
        assertThat(next.itemsToAsk()).isEmpty();
        assertThat(next.unfinishedItems()).containsExactly("item_2");
        assertThat(next.hear(new ServerEvent.ItemDone("item_1", message("item_2", "All of it.")), AT, 0))
                .isEmpty();
        assertThat(next.hear(new ServerEvent.AgentTranscribed("resp_1", "item_2", 0, "All of it."), AT, 0))
                .singleElement()
                .isInstanceOfSatisfying(
                        CallEvent.TurnTranscribed.class,
                        turn -> assertThat(turn.previousItemId()).isEqualTo("item_1"));
    }

    @Test
    void what_was_missed_after_a_session_let_go_is_a_gap_behind_what_it_saw_last() {
        hear(new ServerEvent.SpeechCommitted("item_1", null));
        Standing standing = conversation.standing(AT.plusSeconds(3));
        Conversation next = following(standing);
        next.endsWith("item_3", "note_1", AT);
        assertThat(next.itemsToAsk()).containsExactly("item_3");
        List<CallEvent.Observed> found =
                next.hear(new ServerEvent.ItemRetrieved(message("item_3", "Anything else?")), AT, 0);
        assertThat(found.getFirst()).isEqualTo(new CallEvent.TranscriptGap(AT, "item_1", "item_3", 200));
    }

    @Test
    void a_sideband_lost_before_its_conversation_was_seen_is_handed_over_as_lost_since_then() {
        lostAfterItem1();
        Standing standing = conversation.standing(AT.plusSeconds(3));
        assertThat(standing.at()).isEqualTo(AT);
        assertThat(standing.lastItemId()).isEqualTo("item_1");
    }

    @Test
    void a_tool_call_whose_request_nobody_heard_is_asked_for_by_the_next_session() {
        Item.FunctionCall growing = new Item.FunctionCall("item_1", "call_1", "lookup_order", "", false);
        Item.FunctionCall complete = new Item.FunctionCall("item_1", "call_1", "lookup_order", "{}", true);
        hear(new ServerEvent.ItemAdded(null, growing));
        Conversation next = following(conversation.standing(AT));
        assertThat(next.unfinishedItems()).containsExactly("item_1");
        assertThat(next.hear(new ServerEvent.ItemRetrieved(complete), AT, 0))
                .singleElement()
                .isInstanceOf(CallEvent.ToolRequested.class);
        assertThat(next.hear(new ServerEvent.ItemRetrieved(complete), AT, 0)).isEmpty();
    }

    @Test
    void a_tool_call_whose_response_ended_while_the_sideband_was_lost_is_asked_for() {
        Item.FunctionCall complete = new Item.FunctionCall("item_1", "call_1", "lookup_order", "{}", true);
        hear(new ServerEvent.ItemAdded(null, new Item.FunctionCall("item_1", "call_1", "lookup_order", "", false)));
        conversation.detached(AT);
        conversation.attached(AT.plusMillis(300));
        assertThat(conversation.unfinishedItems()).containsExactly("item_1");
        hear(new ServerEvent.ItemRetrieved(complete));
        assertThat(only(CallEvent.ToolRequested.class).name()).isEqualTo("lookup_order");
        hear(done("resp_2", ResponseStatus.CANCELLED, "", complete));
        assertThat(conversation.unfinishedItems()).isEmpty();
    }

    @Test
    void a_tool_call_of_a_response_that_was_cut_is_not_asked_for_after_a_re_attach() {
        Item.FunctionCall complete = new Item.FunctionCall("item_1", "call_1", "lookup_order", "{}", true);
        hear(new ServerEvent.ItemAdded(null, new Item.FunctionCall("item_1", "call_1", "lookup_order", "", false)));
        hear(new ServerEvent.OutputItemDone("resp_1", complete));
        hear(done("resp_1", ResponseStatus.CANCELLED, "turn_detected"));
        assertThat(conversation.unfinishedItems()).isEmpty();
        hear(new ServerEvent.ItemRetrieved(complete));
        assertThat(facts).noneMatch(CallEvent.ToolRequested.class::isInstance);
    }

    private static Conversation following(Standing standing) {
        Conversation next = new Conversation(Agents.receptionist(), standing.lastItemId(), List.of());
        next.resume(standing.open());
        next.detached(standing.at());
        next.attached(standing.at().plusMillis(200));
        return next;
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
