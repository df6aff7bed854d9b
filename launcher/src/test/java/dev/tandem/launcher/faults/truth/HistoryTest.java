package dev.tandem.launcher.faults.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path folder;

    @Test
    void a_part_begins_where_the_last_one_ended_and_leaves_out_what_is_half_written() throws Exception {
        Path file = Files.writeString(folder.resolve("truth.jsonl"), line(1, "a", "offer"));
        long first = History.size(file);
        Files.writeString(file, line(1, "a", "offer") + line(2, "a", "accept") + "{\"t_ms\":3,\"ca");
        assertThat(History.read(file, first).lines()).singleElement().satisfies(line -> {
            assertThat(line.is(Kind.ACCEPT)).isTrue();
            assertThat(line.tMs()).isEqualTo(2);
        });
        assertThat(History.read(file, 0).call("a").lines()).hasSize(2);
    }

    @Test
    void a_call_knows_when_it_had_no_sideband() {
        CallHistory call = History.of(line(10, "a", "accept")
                        + line(12, "a", "attach", "\"open\":1")
                        + line(20, "a", "detach", "\"open\":0")
                        + line(25, "a", "attach", "\"open\":1")
                        + line(26, "a", "attach", "\"open\":2")
                        + line(27, "a", "detach", "\"open\":1")
                        + line(40, "a", "detach", "\"open\":0")
                        + line(41, "a", "ended"))
                .call("a");
        assertThat(call.unattached()).containsExactly(new Stretch(10, 12), new Stretch(20, 25), new Stretch(40, 41));
        assertThat(call.unattachedNow()).isTrue();
        assertThat(call.live()).isFalse();
    }

    private static String line(long tMs, String callId, String kind, String... fields) {
        String more = fields.length == 0 ? "" : "," + fields[0];
        return "{\"t_ms\":%d,\"call_id\":\"%s\",\"kind\":\"%s\"%s}\n".formatted(tMs, callId, kind, more);
    }
}
