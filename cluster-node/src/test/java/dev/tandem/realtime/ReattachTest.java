package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.truth.TruthLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What a session finds out of a conversation that went on without a sideband, and what it owes it. */
class ReattachTest extends SpokenCall {

    private static final String SHIPPED = "{\"status\":\"shipped\"}";

    @Test
    void a_tool_call_that_nobody_heard_is_found_and_answered() {
        String toolCallId = toolCallWithoutSideband();
        session = spawn(afterTheLossOfItsNode());
        CallEvent.ToolRequested found = awaitFact(CallEvent.ToolRequested.class);
        assertThat(found.toolCallId()).isEqualTo(toolCallId);
        assertThat(found.name()).isEqualTo("lookup_order");
        session.tell(new RealtimeSession.AnswerTool(toolCallId, SHIPPED));
        await().atMost(PATIENCE).until(() -> !outputs(toolCallId).isEmpty());
        assertThat(awaitFact(CallEvent.ToolAnswered.class).toolCallId()).isEqualTo(toolCallId);
        CallEvent.TranscriptGap gap = awaitFact(CallEvent.TranscriptGap.class);
        assertThat(gap.beforeItem()).isEqualTo(found.itemId());
        assertThat(found.previousItemId()).isEqualTo("item_known");
    }

    @Test
    void what_happens_before_a_first_sideband_that_opens_late_is_found() {
        String toolCallId = toolCallWithoutSideband();
        simulator.arm(new Fault(callId, FaultKind.ATTACH_404, 0, 3));
        session = spawn(first(Duration.ofSeconds(60)));
        CallEvent.ToolRequested found = awaitFact(CallEvent.ToolRequested.class);
        assertThat(found.toolCallId()).isEqualTo(toolCallId);
        CallEvent.TranscriptGap gap = awaitFact(CallEvent.TranscriptGap.class);
        assertThat(gap.afterItem()).isNull();
        assertThat(gap.beforeItem()).isEqualTo(found.itemId());
        session.tell(new RealtimeSession.AnswerTool(found.toolCallId(), SHIPPED));
        awaitFact(CallEvent.ToolAnswered.class);
        awaitFact(CallEvent.TurnTranscribed.class);
    }

    @Test
    void what_was_said_last_is_found_before_anybody_speaks_again() {
        speak("silent_caller");
        TruthLine greeting = awaitTurn();
        session.tell(new RealtimeSession.Superseded());
        reports.clear();
        session = spawn(afterTheLossOfItsNode());
        CallEvent.TurnTranscribed found = awaitFact(CallEvent.TurnTranscribed.class);
        assertThat(found.itemId()).isEqualTo(greeting.text("item_id"));
        assertThat(found.text().text()).isEqualTo(greeting.text("text"));
    }

    @Test
    void where_nothing_was_missed_no_gap_is_told_and_nothing_twice() {
        String toolCallId = toolCallWithoutSideband();
        String item = simulator.truth().linesOf(callId, "tool_call").getFirst().text("item_id");
        session = spawn(following(Set.of(toolCallId), List.of(item)));
        session.tell(new RealtimeSession.AnswerTool(toolCallId, SHIPPED));
        awaitFact(CallEvent.ToolAnswered.class);
        awaitFact(CallEvent.TurnTranscribed.class);
        assertThat(facts(CallEvent.TranscriptGap.class)).isEmpty();
        assertThat(facts(CallEvent.ToolRequested.class)).isEmpty();
        assertThat(outputs(toolCallId)).hasSize(1);
    }

    @Test
    void an_output_that_a_session_before_had_written_is_recognised_and_not_written_again() {
        speak("order_lookup");
        String toolCallId = awaitFact(CallEvent.ToolRequested.class).toolCallId();
        String item = awaitFact(CallEvent.ToolRequested.class).itemId();
        session.tell(new RealtimeSession.AnswerTool(toolCallId, SHIPPED));
        await().atMost(PATIENCE).until(() -> !outputs(toolCallId).isEmpty());
        session.tell(new RealtimeSession.Superseded());
        reports.clear();
        session = spawn(following(Set.of(toolCallId), List.of(item)));
        session.tell(new RealtimeSession.AnswerTool(toolCallId, SHIPPED));
        assertThat(awaitFact(CallEvent.ToolAnswered.class).toolCallId()).isEqualTo(toolCallId);
        await().atMost(PATIENCE)
                .until(() -> !simulator.truth().linesOf(callId, "ended").isEmpty());
        assertThat(outputs(toolCallId)).hasSize(1);
    }

    @Test
    void an_output_that_another_session_writes_meanwhile_is_heard_of_and_not_written_again() {
        speak("order_lookup");
        CallEvent.ToolRequested tool = awaitFact(CallEvent.ToolRequested.class);
        ActorRef<RealtimeSession.Command> other = spawn(following(Set.of(tool.toolCallId()), List.of(tool.itemId())));
        await().atMost(PATIENCE)
                .until(() -> facts(CallEvent.SidebandAttached.class).stream().anyMatch(fact -> fact.epoch() == 4));
        session.tell(new RealtimeSession.AnswerTool(tool.toolCallId(), SHIPPED));
        await().atMost(PATIENCE).until(() -> facts(CallEvent.ToolAnswered.class).size() >= 2);
        other.tell(new RealtimeSession.AnswerTool(tool.toolCallId(), SHIPPED));
        await().atMost(PATIENCE)
                .until(() -> !simulator.truth().linesOf(callId, "ended").isEmpty());
        other.tell(new RealtimeSession.Superseded());
        assertThat(outputs(tool.toolCallId())).hasSize(1);
    }

    @Test
    void every_tool_call_gets_one_output_however_often_the_sideband_is_lost() {
        speak("two_tools");
        for (int drop = 1; drop <= 8; drop++) {
            simulator.arm(new Fault(callId, FaultKind.DROP_ABRUPT, 40 * drop, 1));
        }
        await().atMost(PATIENCE).until(() -> {
            facts(CallEvent.ToolRequested.class)
                    .forEach(tool -> session.tell(new RealtimeSession.AnswerTool(tool.toolCallId(), SHIPPED)));
            return !simulator.truth().linesOf(callId, "ended").isEmpty();
        });
        assertThat(simulator.truth().linesOf(callId, "tool_call"))
                .isNotEmpty()
                .allSatisfy(
                        call -> assertThat(outputs(call.text("tool_call_id"))).hasSizeLessThanOrEqualTo(1));
        assertThat(simulator.truth().linesOf(callId, "greeting")).hasSizeLessThanOrEqualTo(1);
    }

    private String toolCallWithoutSideband() {
        accept("order_lookup");
        return await().atMost(PATIENCE)
                .until(() -> simulator.truth().linesOf(callId, "tool_call"), lines -> !lines.isEmpty())
                .getFirst()
                .text("tool_call_id");
    }

    private TruthLine awaitTurn() {
        return await().atMost(PATIENCE)
                .until(() -> simulator.truth().linesOf(callId, "turn"), lines -> !lines.isEmpty())
                .getLast();
    }

    private List<TruthLine> outputs(String toolCallId) {
        return simulator.truth().linesOf(callId, "tool_output").stream()
                .filter(line -> line.text("tool_call_id").equals(toolCallId))
                .toList();
    }

    private Sideband following(Set<String> openTools, List<String> knownItems) {
        return new Sideband(
                callId,
                "acme",
                Agents.receptionist(),
                4,
                true,
                false,
                openTools,
                knownItems.getLast(),
                knownItems,
                List.of(),
                Instant.now().minusSeconds(3));
    }
}
