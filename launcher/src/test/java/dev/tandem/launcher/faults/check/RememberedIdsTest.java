package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RememberedIdsTest {
    @Test
    void a_shards_event_names_its_calls_also_one_with_a_long_id() {
        String longId = "r".repeat(200);
        ByteBuffer event = ByteBuffer.allocate(300);
        event.put((byte) 0x0a).put((byte) 3).put("rtc".getBytes(StandardCharsets.UTF_8));
        event.put((byte) 0x0a).put((byte) 0xc8).put((byte) 1).put(longId.getBytes(StandardCharsets.UTF_8));
        assertThat(RememberedIds.ids(event.flip())).containsExactly("rtc", longId);
    }

    @Test
    void what_is_no_such_event_is_not_taken_for_one() {
        assertThatThrownBy(() -> RememberedIds.ids(ByteBuffer.wrap(new byte[] {0x12, 0})))
                .isInstanceOf(IllegalStateException.class);
    }
}
