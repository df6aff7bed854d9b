package dev.tandem.persistence.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.persistence.journal.Recorded;
import dev.tandem.persistence.journal.SampleEvents;
import dev.tandem.protocol.api.CallView.EventView;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.CallEvent.CallAdmitted;
import dev.tandem.protocol.call.CallEvent.CallOffered;
import dev.tandem.protocol.call.CallEvent.TurnTranscribed;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadableEventsTest {

    static List<CallEvent> events() {
        return SampleEvents.ALL;
    }

    private static EventView readable(Class<? extends CallEvent> type) {
        CallEvent event = events().stream().filter(type::isInstance).findFirst().orElseThrow();
        return ReadableEvents.of(new Recorded(7, event));
    }

    @ParameterizedTest
    @MethodSource("events")
    void every_event_has_its_name_its_time_and_its_other_fields(CallEvent event) {
        EventView view = ReadableEvents.of(new Recorded(7, event));
        assertThat(view.seq()).isEqualTo(7);
        assertThat(view.event()).isEqualTo(event.getClass().getSimpleName());
        assertThat(view.at()).isEqualTo(event.at());
        assertThat(view.data().size()).isEqualTo(event.getClass().getRecordComponents().length - 1);
    }

    @Test
    void the_callers_number_is_masked_wherever_it_stands_and_ours_is_not() {
        String data = readable(CallOffered.class).data().toString();
        assertThat(data).doesNotContain("4915112345678").contains("***78").contains("<sip:+18005550100@example.org>");
        assertThat(data).contains("Zoë");
    }

    @Test
    void words_are_shown_as_they_were_said() {
        assertThat(readable(TurnTranscribed.class).data().get("text").asText()).isEqualTo("Grüß Gott, 世界 👋");
    }

    @Test
    void references_to_secrets_are_shown_and_what_may_be_one_is_not() {
        assertThat(readable(CallAdmitted.class).data().toString()).contains("Bearer ${env:ACME}");
        CallEvent plain = new CallAdmitted(
                events().getFirst().at(), "acme", "v", withHeader(SampleEvents.agent(), "Bearer sk-secret"));
        assertThat(ReadableEvents.of(new Recorded(1, plain)).data().toString()).doesNotContain("sk-secret");
    }

    private static Agent withHeader(Agent agent, String value) {
        var tool = (Tool.Http) agent.tools().getFirst();
        var plain = new Tool.Http(
                tool.name(),
                tool.description(),
                tool.method(),
                tool.url(),
                Map.of("Authorization", value),
                tool.timeout(),
                tool.effect(),
                tool.parameters());
        return new Agent(
                agent.name(),
                agent.model(),
                agent.voice(),
                agent.instructions(),
                agent.greeting(),
                agent.language(),
                agent.turnDetection(),
                agent.transcription(),
                agent.maxDuration(),
                agent.silence(),
                List.of(plain));
    }
}
