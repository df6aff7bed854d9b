package dev.tandem.launcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
    private final ServerSentEvents events = new ServerSentEvents();

    @Test
    void an_event_is_its_name_and_its_data() {
        assertThat(read("event: turn", "data: {\"a\":1}", ""))
                .containsExactly(new ServerSentEvents.Event("turn", "{\"a\":1}"));
    }

    @Test
    void data_of_several_lines_is_joined() {
        assertThat(read("data: a", "data:b", "data:  c", ""))
                .containsExactly(new ServerSentEvents.Event("message", "a\nb\n c"));
    }

    @Test
    void comments_ids_and_unknown_fields_are_passed_over() {
        assertThat(read(": ping", "", "id: 7", "retry: 10", "strange", "event: call", "data: x", ""))
                .containsExactly(new ServerSentEvents.Event("call", "x"));
    }

    @Test
    void an_event_without_data_is_none_and_its_name_is_forgotten() {
        assertThat(read("event: turn", "", "data: x", "")).containsExactly(new ServerSentEvents.Event("message", "x"));
    }

    @Test
    void an_unfinished_event_is_not_given_out() {
        assertThat(read("event: turn", "data: x")).isEmpty();
    }

    @Test
    void an_event_beyond_the_bound_is_dropped_and_the_next_one_is_read() {
        String chunk = "x".repeat(ServerSentEvents.MAX_DATA / 2);
        assertThat(read("data: " + chunk, "data: " + chunk, "data: " + chunk, "", "data: y", ""))
                .containsExactly(new ServerSentEvents.Event("message", "y"));
    }

    private List<ServerSentEvents.Event> read(String... lines) {
        return List.of(lines).stream()
                .map(events::line)
                .flatMap(Optional::stream)
                .toList();
    }
}
