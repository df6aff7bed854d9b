package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.realtime.ClientEvents;
import org.junit.jupiter.api.Test;

class ToolOutputTest {

    @Test
    void the_output_of_a_tool_call_has_one_name_that_the_provider_takes() {
        String name = ToolOutput.itemId("call_with_an_id_that_is_much_longer_than_any_seen_so_far_0123456789");
        assertThat(name).hasSize(ClientEvents.MAX_ITEM_ID).startsWith("out_");
        assertThat(ToolOutput.itemId("call_1"))
                .isEqualTo(ToolOutput.itemId("call_1"))
                .isNotEqualTo(name);
    }
}
