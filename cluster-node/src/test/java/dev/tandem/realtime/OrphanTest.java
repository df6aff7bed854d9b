package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.protocol.call.CallEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session that no call owns up to. */
class OrphanTest extends SpokenCall {

    @Test
    void a_call_that_nobody_owns_is_hung_up_at_the_provider_and_its_session_ends() {
        orphanAfter = Duration.ofSeconds(3);
        acknowledging = false;
        speak("silent_caller");
        await().atMost(PATIENCE)
                .until(() -> simulator.truth().linesOf(callId, "hangup").stream()
                        .anyMatch(line -> line.text("by").equals("us")));
        kit.createTestProbe().expectTerminated(session, PATIENCE);
        assertThat(reports.stream().filter(Report.Hello.class::isInstance)).hasSizeGreaterThan(1);
        assertThat(metrics.scrape())
                .contains("voice_orphans_total{action=\"found\"} 1", "voice_orphans_total{action=\"hung_up\"} 1");
    }

    @Test
    void a_call_whose_journal_is_away_is_not_hung_up_before_the_journal_is_back() {
        orphanAfter = Duration.ofSeconds(2);
        acknowledging = false;
        journalIsWell = false;
        speak("silent_caller");
        awaitFact(CallEvent.SidebandAttached.class);
        await().atMost(PATIENCE)
                .until(() ->
                        reports.stream().filter(Report.Hello.class::isInstance).count() > 5);
        assertThat(simulator.truth().linesOf(callId, "hangup")).isEmpty();
        journalIsWell = true;
        await().atMost(PATIENCE)
                .until(() -> !simulator.truth().linesOf(callId, "hangup").isEmpty());
    }

    @Test
    void a_call_that_answers_a_hello_keeps_its_session() {
        orphanAfter = Duration.ofSeconds(2);
        owning = true;
        speak("silent_caller");
        await().atMost(PATIENCE)
                .until(() ->
                        reports.stream().filter(Report.Hello.class::isInstance).count() > 6);
        assertThat(simulator.truth().linesOf(callId, "hangup")).isEmpty();
    }
}
