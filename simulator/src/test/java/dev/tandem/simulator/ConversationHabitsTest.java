package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.control.CallOffer;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.truth.TruthLine;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationHabitsTest {
    private SimulatorKit kit;

    @BeforeAll
    void start() {
        kit = new SimulatorKit();
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void a_barge_in_cuts_playback_first_and_then_cancels_the_response() {
        String callId = kit.offer("interruption");
        SidebandClient client = play(callId);
        List<String> types = client.types();
        int cleared = types.indexOf("output_audio_buffer.cleared");
        assertThat(types.subList(cleared - 1, cleared + 7))
                .containsExactly(
                        "input_audio_buffer.speech_started",
                        "output_audio_buffer.cleared",
                        "response.output_audio.done",
                        "response.output_audio_transcript.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "conversation.item.done",
                        "response.done");
        JsonNode response = client.events().get(cleared + 6).path("response");
        assertThat(response.path("status").asText()).isEqualTo("cancelled");
        assertThat(response.at("/status_details/reason").asText()).isEqualTo("turn_detected");
        assertThat(response.at("/output/0/status").asText()).isEqualTo("incomplete");
        TruthLine cut = kit.truth(callId, "turn").get(2);
        assertThat(cut.flag("interrupted")).isTrue();
        assertThat("We offer desk lamps, floor lamps, wall lamps, ceiling lamps")
                .startsWith(cut.text("text").substring(0, 20));
        assertThat(client.events().get(cleared + 2).path("transcript").asText()).isEqualTo(cut.text("text"));
        assertThat(kit.truth(callId, "turn")).hasSize(6);
    }

    @Test
    void late_transcripts_are_completed_after_the_response() {
        SidebandClient client = play(kit.offer("late_transcripts"));
        List<String> types = client.types();
        int committed = types.indexOf("input_audio_buffer.committed");
        List<String> after = types.subList(committed, types.size());
        assertThat(after.indexOf("conversation.item.input_audio_transcription.completed"))
                .isGreaterThan(after.indexOf("response.done"));
    }

    @Test
    void reordered_transcripts_come_before_their_item_and_items_after_the_answer_began() {
        SidebandClient client = play(kit.offer("reordered"));
        JsonNode completed = client.events("conversation.item.input_audio_transcription.completed")
                .getFirst();
        String item = completed.path("item_id").asText();
        List<JsonNode> events = client.events();
        int added = -1;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).path("type").asText().equals("conversation.item.added")
                    && events.get(i).at("/item/id").asText().equals(item)) {
                added = i;
            }
        }
        assertThat(added).isGreaterThan(events.indexOf(completed));
        assertThat(events.get(added - 1).at("/item/role").asText()).isEqualTo("assistant");
        assertThat(events.get(added - 1).path("previous_item_id").asText()).isEqualTo(item);
    }

    @Test
    void duplicated_events_keep_their_event_id() {
        SidebandClient client = play(kit.offer("duplicated"));
        Set<String> ids = new HashSet<>();
        long repeated = client.events().stream()
                .map(event -> event.path("event_id").asText())
                .filter(id -> !ids.add(id))
                .count();
        assertThat(repeated).isGreaterThan(30);
        assertThat(client.events("session.created")).hasSize(1);
    }

    @Test
    void all_switches_together_still_tell_every_word() {
        var script =
                kit.simulator.scripts().scenario("order_lookup").orElseThrow().with(EnumSet.allOf(Switch.class));
        String callId = kit.simulator
                .offer(CallOffer.to(SimulatorKit.NUMBER).playing(script))
                .callId();
        SidebandClient client = play(callId);
        List<TruthLine> turns = kit.truth(callId, "turn");
        assertThat(turns).hasSize(8).allMatch(line -> line.flag("delivered"));
        assertThat(turns).anyMatch(line -> line.flag("interrupted"));
        assertThat(turns.get(1).text("text").chars()).anyMatch(character -> character > 127);
        for (TruthLine turn : turns) {
            assertThat(client.events())
                    .anyMatch(event -> event.path("item_id").asText().equals(turn.text("item_id"))
                            && event.path("transcript").asText().equals(turn.text("text")));
        }
    }

    @Test
    void without_transcription_caller_turns_are_spoken_but_not_delivered() {
        String callId = kit.offer("late_transcripts");
        ObjectNode session = SimulatorKit.session();
        ((ObjectNode) session.at("/audio/input")).putNull("transcription");
        kit.post("/v1/realtime/calls/" + callId + "/accept", Json.write(session));
        SidebandClient client = kit.attach(callId, kit::behave);
        kit.awaitState(callId, CallState.ENDED);
        assertThat(client.types()).noneMatch(type -> type.contains("transcription"));
        assertThat(kit.truth(callId, "turn"))
                .allMatch(line -> line.flag("delivered") == line.text("speaker").equals("agent"));
    }

    @Test
    void a_failed_transcript_leaves_the_item_and_the_call_goes_on() {
        String callId = kit.offer("failed_transcript");
        SidebandClient client = play(callId);
        assertThat(client.events("conversation.item.input_audio_transcription.failed"))
                .hasSize(1);
        assertThat(kit.truth(callId, "turn").get(1).flag("delivered")).isFalse();
        assertThat(kit.truth(callId, "turn")).hasSize(6);
    }

    @Test
    void a_caller_who_is_not_greeted_speaks_first() {
        try (SimulatorKit hasty = new SimulatorKit(SimulatorKit::impatient)) {
            String callId = hasty.offer("order_lookup");
            hasty.accept(callId);
            hasty.attach(callId, (client, event) -> {
                if (!event.path("type").asText().equals("session.created")) {
                    hasty.behave(client, event);
                }
            });
            hasty.awaitState(callId, CallState.ENDED);
            assertThat(hasty.truth(callId, "greeting")).isEmpty();
            assertThat(hasty.truth(callId, "turn").getFirst().text("speaker")).isEqualTo("caller");
        }
    }

    @Test
    void a_caller_leaves_when_a_tool_output_never_comes() {
        try (SimulatorKit hasty = new SimulatorKit(SimulatorKit::impatient)) {
            String callId = hasty.offer("two_tools");
            hasty.accept(callId);
            hasty.attach(callId, (client, event) -> {
                if (event.path("type").asText().equals("session.created")) {
                    client.greet("Hello");
                }
            });
            hasty.awaitState(callId, CallState.ENDED);
            assertThat(hasty.endReason(callId)).isEqualTo("no_tool_output");
            assertThat(hasty.truth(callId, "tool_call")).hasSize(2);
        }
    }

    @Test
    void a_tool_that_is_not_offered_is_not_called_and_the_words_are_still_spoken() {
        String callId = kit.offer("two_tools");
        kit.post("/v1/realtime/calls/" + callId + "/accept", "{\"type\":\"realtime\"}");
        kit.attach(callId, kit::behave);
        kit.awaitState(callId, CallState.ENDED);
        assertThat(kit.truth(callId, "tool_not_offered")).hasSize(2);
        assertThat(kit.truth(callId, "tool_call")).isEmpty();
        assertThat(kit.spoken(callId)).hasSize(4);
    }

    @Test
    void without_automatic_responses_the_agent_waits_for_each_response_create() {
        String callId = kit.offer("late_transcripts");
        ObjectNode session = SimulatorKit.session();
        ((ObjectNode) session.at("/audio/input")).putNull("turn_detection");
        kit.post("/v1/realtime/calls/" + callId + "/accept", Json.write(session));
        kit.attach(callId, (client, event) -> {
            if (event.path("type").asText().equals("input_audio_buffer.committed")) {
                client.createResponse();
            } else {
                kit.behave(client, event);
            }
        });
        kit.awaitState(callId, CallState.ENDED);
        // The last turn of the caller has no scripted answer: asking for one is small talk beside the script.
        assertThat(kit.spoken(callId)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(kit.endReason(callId)).isEqualTo("script_over");
    }

    @Test
    void a_client_that_came_back_and_forgot_the_tool_call_is_asked_whether_it_is_still_there() {
        try (SimulatorKit hasty = new SimulatorKit(SimulatorKit::impatient)) {
            String callId = hasty.offer("two_tools");
            hasty.accept(callId);
            SidebandClient first = hasty.attach(callId, (client, event) -> {
                if (event.path("type").asText().equals("session.created")) {
                    client.greet("Hello");
                }
            });
            hasty.awaitTruth(callId, "tool_call", 2);
            first.abort();
            hasty.attach(callId, (client, event) -> {});
            hasty.awaitState(callId, CallState.ENDED);
            assertThat(hasty.endReason(callId)).isEqualTo("script_over");
            assertThat(hasty.spoken(callId)).hasSize(5).element(2).isEqualTo("Hello, are you still there?");
        }
    }

    @Test
    void a_late_transcript_comes_before_a_tool_that_may_end_the_call() {
        var script =
                kit.simulator.scripts().scenario("agent_hangs_up").orElseThrow().with(EnumSet.of(Switch.LATE));
        String callId = kit.simulator
                .offer(CallOffer.to(SimulatorKit.NUMBER).playing(script))
                .callId();
        SidebandClient client = play(callId);
        assertThat(client.types())
                .containsSubsequence(
                        "conversation.item.input_audio_transcription.completed",
                        "response.function_call_arguments.done");
    }

    private SidebandClient play(String callId) {
        SidebandClient client = kit.answer(callId);
        kit.awaitState(callId, CallState.ENDED);
        client.closed().join();
        return client;
    }
}
