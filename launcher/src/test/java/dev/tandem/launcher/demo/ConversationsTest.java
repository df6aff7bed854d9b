package dev.tandem.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.launcher.FakeServer;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.check.CheckedCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationsTest {
    private static final Conversations.Patience SHORT = new Conversations.Patience(
            Duration.ofMillis(20), Duration.ofMillis(1500), Duration.ofMillis(1500), Duration.ofMillis(500));

    private final FakeCalls calls = new FakeCalls();
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void every_call_is_followed_to_its_summary_and_never_more_at_a_time_than_asked() throws Exception {
        calls.simulator(server);
        calls.node(server);
        List<CheckedCall> checked = conversations(7, 3, List.of(), SHORT).play();
        assertThat(checked)
                .hasSize(7)
                .allSatisfy(call -> assertThat(call.faults(false)).isEmpty());
        assertThat(checked).extracting(call -> call.call().id()).doesNotHaveDuplicates();
        assertThat(calls.mostAtATime).hasValueBetween(2, 3);
    }

    @Test
    void calls_are_placed_to_the_tenants_in_turn_with_the_switches() throws Exception {
        ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
        calls.node(server);
        server.on(
                "/simulator/truth",
                exchange -> FakeServer.reply(exchange, 200, FakeCalls.truth(FakeCalls.query(exchange))));
        server.on("/simulator/calls", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            FakeServer.reply(exchange, 200, "{\"call_id\":\"rtc_" + bodies.size() + "\"}");
        });
        conversations(2, 1, List.of("late", "non-ascii"), SHORT).play();
        assertThat(bodies)
                .containsExactly(
                        "{\"to\":\"+18005550100\",\"switches\":[\"late\",\"non-ascii\"]}",
                        "{\"to\":\"+18005550110\",\"switches\":[\"late\",\"non-ascii\"]}");
    }

    @Test
    void a_call_that_does_not_move_is_given_up_and_not_right() throws Exception {
        calls.node(server);
        server.on("/simulator/calls", 200, "{\"call_id\":\"rtc_stuck\"}");
        server.on("/simulator/truth", 200, FakeCalls.truth("rtc_stuck"));
        List<CheckedCall> checked = conversations(1, 1, List.of(), SHORT).play();
        assertThat(checked.getFirst().faults(false)).contains("is running (caller_left)");
    }

    @Test
    void a_transcript_that_stays_wrong_is_reported() throws Exception {
        calls.node(server);
        server.on("/simulator/calls", 200, "{\"call_id\":\"rtc_1\"}");
        server.on("/simulator/truth", 200, FakeCalls.truth("rtc_2"));
        List<CheckedCall> checked = conversations(1, 1, List.of(), SHORT).play();
        assertThat(checked.getFirst().faults(false)).containsExactly("item b differs from byte 9");
    }

    @Test
    void a_simulator_that_refuses_the_call_is_told_in_a_sentence() {
        server.on("/simulator/calls", 400, "{\"detail\":\"to is no number\"}");
        assertThatThrownBy(() -> conversations(1, 1, List.of(), SHORT).play())
                .isInstanceOf(Unable.class)
                .hasMessageContaining("to is no number");
    }

    private Conversations conversations(
            int calls, int parallel, List<String> switches, Conversations.Patience patience) {
        DemoOptions options = new DemoOptions(
                1, calls, parallel, 4, Optional.empty(), switches, Optional.empty(), Optional.empty(), false, true);
        HttpJson http = new HttpJson(server.base(), "");
        LiveWords words = new LiveWords(List.of(http), new PrintStream(new ByteArrayOutputStream()), false);
        return new Conversations(options, http, () -> http, words, patience);
    }
}
