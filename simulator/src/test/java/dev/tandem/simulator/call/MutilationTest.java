package dev.tandem.simulator.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutilationTest {

    private final ObjectNode event = Json.object().put("event_id", "evt_1").put("type", "x");

    @Test
    void each_field_at_any_depth_is_missing_once_and_of_another_type_once() {
        event.putArray("items").addObject().put("n", 5);

        List<ObjectNode> copies = Mutilation.of(event);

        assertThat(copies).hasSize(8).doesNotContain(event).doesNotHaveDuplicates();
        assertThat(copies).filteredOn(copy -> !copy.has("type")).hasSize(1);
        assertThat(copies).filteredOn(copy -> copy.path("type").isObject()).hasSize(1);
        assertThat(copies)
                .filteredOn(copy -> copy.at("/items/0").isEmpty() && copy.has("items"))
                .hasSize(2);
        assertThat(copies)
                .filteredOn(copy -> copy.at("/items/0/n").asText().equals("seven"))
                .hasSize(1);
    }

    @Test
    void a_copy_is_told_from_the_event_itself_by_its_id() {
        assertThat(Mutilation.of(event))
                .filteredOn(copy -> copy.path("event_id").isTextual())
                .noneMatch(copy -> copy.path("event_id").equals(event.path("event_id")));
        assertThat(event.path("event_id").asText()).isEqualTo("evt_1");
    }
}
