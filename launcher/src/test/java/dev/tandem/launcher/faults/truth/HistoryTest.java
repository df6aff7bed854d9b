package dev.tandem.launcher.faults.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path folder;

    @Test
    void a_tail_begins_at_the_end_and_leaves_out_what_is_half_written() throws Exception {
        Path file = Files.writeString(folder.resolve("truth.jsonl"), line(1, "a", "offer"));
        Tail tail = new Tail(file);
        Files.writeString(file, line(2, "a", "accept") + "{\"t_ms\":3,\"ca", StandardOpenOption.APPEND);
        assertThat(tail.history().lines()).singleElement().satisfies(line -> {
            assertThat(line.is(Kind.ACCEPT)).isTrue();
            assertThat(line.tMs()).isEqualTo(2);
        });
        Files.writeString(file, "ll_id\":\"a\",\"kind\":\"ended\"}\n", StandardOpenOption.APPEND);
        assertThat(tail.history().call("a").lines()).hasSize(2);
        assertThat(tail.history().call("b").lines()).isEmpty();
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

    @Test
    void calls_are_live_from_their_accept_to_their_end() {
        assertThat(History.of(line(1, "a", "offer")
                                + line(2, "a", "accept")
                                + line(3, "b", "accept")
                                + line(4, "a", "ended")
                                + line(5, "c", "accept")
                                + line(6, "c", "ended"))
                        .mostLive())
                .isEqualTo(2);
    }

    private static String line(long tMs, String callId, String kind, String... fields) {
        String more = fields.length == 0 ? "" : "," + fields[0];
        return "{\"t_ms\":%d,\"call_id\":\"%s\",\"kind\":\"%s\"%s}\n".formatted(tMs, callId, kind, more);
    }
}
