package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.simulator.truth.TruthLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A session whose call does not answer, because the journal is away. */
class JournalOutageTest extends SpokenCall {

    @Test
    void caller_and_model_talk_on_and_everything_is_told_in_order_when_the_journal_is_back() {
        maxOutboxFacts = 4;
        acknowledging = false;
        speak("silent_caller");
        awaitFact(CallEvent.SidebandAttached.class);
        for (int turn = 1; turn <= 40; turn++) {
            session.tell(Spoken.turn(turn));
        }
        await().atMost(PATIENCE).until(() -> !spillFiles().isEmpty());
        assertThat(spillFiles())
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        acknowledging = true;
        await().atMost(Duration.ofSeconds(10)).until(() -> turns().contains("turn 40"));
        assertThat(turns().stream().filter(text -> text.startsWith("turn ")).toList())
                .containsExactlyElementsOf(Stream.iterate(1, turn -> turn + 1)
                        .limit(40)
                        .map(turn -> "turn " + turn)
                        .toList());
        assertThat(facts(CallEvent.TranscriptGap.class)).isEmpty();
        session.tell(new RealtimeSession.Superseded());
        await().atMost(PATIENCE).until(() -> spillFiles().isEmpty());
    }

    @Test
    void what_neither_memory_nor_disk_has_room_for_is_told_as_a_gap() {
        maxOutboxFacts = 4;
        maxSpillBytes = 1_000;
        acknowledging = false;
        speak("silent_caller");
        awaitFact(CallEvent.SidebandAttached.class);
        for (int turn = 1; turn <= 40; turn++) {
            session.tell(Spoken.turn(turn));
        }
        await().atMost(PATIENCE).until(() -> !spillFiles().isEmpty());
        acknowledging = true;
        await().atMost(PATIENCE)
                .until(() ->
                        spillFiles().stream().allMatch(file -> file.toFile().length() == 0));
        session.tell(Spoken.turn(41));
        CallEvent.TranscriptGap gap = awaitFact(CallEvent.TranscriptGap.class);
        assertThat(gap.beforeItem()).isEqualTo("item_41");
        List<String> told = turns().stream()
                .filter(text -> text.startsWith("turn ") && !text.equals("turn 41"))
                .toList();
        assertThat(gap.afterItem())
                .isEqualTo("item_" + told.get(told.size() - 1).substring(5));
        await().atMost(PATIENCE).until(() -> turns().contains("turn 41"));
    }

    @Test
    void a_tool_whose_request_is_not_journalled_in_time_is_given_up_and_never_granted() {
        acknowledging = false;
        speak("order_lookup");
        String tool = awaitFact(CallEvent.ToolRequested.class).toolCallId();
        await().atMost(PATIENCE).until(() -> !outputs().isEmpty());
        assertThat(outputs().getFirst().text("text")).contains("temporarily unavailable and was not used");
        reports.clear();
        session.tell(new RealtimeSession.ToolReady(tool));
        session.tell(new RealtimeSession.AnswerTool(tool, "{\"late\":true}"));
        acknowledging = true;
        session.tell(new RealtimeSession.Rejoin(following()));
        assertThat(awaitFact(CallEvent.ToolAbandoned.class).toolCallId()).isEqualTo(tool);
        await().atMost(PATIENCE).until(() -> turns().size() >= 2);
        assertThat(facts(CallEvent.ToolRequested.class)).isEmpty();
        assertThat(reports).noneMatch(Report.ToolAwaited.class::isInstance);
        assertThat(outputs()).hasSize(1);
    }

    @Test
    void a_tool_that_may_run_is_granted_and_given_up_only_when_its_result_is_long_overdue() {
        speak("order_lookup");
        String tool = awaitFact(CallEvent.ToolRequested.class).toolCallId();
        session.tell(new RealtimeSession.ToolReady(tool));
        assertThat(awaitReport(Report.ToolAwaited.class).toolCallId()).isEqualTo(tool);
        await().atMost(PATIENCE).until(() -> !outputs().isEmpty());
        assertThat(outputs().getFirst().text("text")).contains("not known whether this was done");
        assertThat(awaitFact(CallEvent.ToolAbandoned.class).toolCallId()).isEqualTo(tool);
        assertThat(facts(CallEvent.ToolAnswered.class)).isEmpty();
    }

    @Test
    void a_greeting_that_comes_late_is_not_said_once_somebody_has_spoken() {
        accept("silent_caller");
        session = spawn(following());
        awaitFact(CallEvent.SidebandAttached.class);
        session.tell(Spoken.committed(1));
        session.tell(new RealtimeSession.Greet());
        session.tell(Spoken.turn(2));
        await().atMost(PATIENCE).until(() -> turns().contains("turn 2"));
        assertThat(simulator.truth().linesOf(callId, "greeting")).isEmpty();
    }

    private Sideband following() {
        return new Sideband(
                callId, "acme", Agents.receptionist(), 1, true, false, Set.of(), null, List.of(), List.of(), null);
    }

    private List<TruthLine> outputs() {
        return simulator.truth().linesOf(callId, "tool_output");
    }

    private List<Path> spillFiles() {
        try (Stream<Path> files = Files.list(spillFolder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
