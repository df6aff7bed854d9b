package dev.tandem.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.launcher.FakeServer;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.api.ServerSentEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveWordsTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void the_words_of_both_sides_are_printed_with_the_calls_short_id() {
        LiveWords words = words(false);
        words.show(turn("agent", "i1", "Hello", false));
        words.show(turn("caller", "i2", "Grüße", true));
        assertThat(lines()).isEqualTo("cdef12  agent   Hello\ncdef12  caller  Grüße [interrupted]\n");
    }

    @Test
    void a_turn_told_twice_is_printed_once() {
        LiveWords words = words(false);
        words.show(turn("agent", "i1", "Hello", false));
        words.show(turn("agent", "i1", "Hello", false));
        assertThat(lines()).containsOnlyOnce("Hello");
    }

    @Test
    void a_tool_is_printed_when_it_has_an_outcome() {
        LiveWords words = words(false);
        words.show(event("tool", "{\"call_id\":\"rtc_1\",\"tool_call_id\":\"t\",\"name\":\"lookup\"}"));
        assertThat(lines()).isEmpty();
        words.show(event(
                "tool",
                "{\"call_id\":\"rtc_1\",\"tool_call_id\":\"t\",\"name\":\"lookup\",\"outcome\":\"succeeded\"}"));
        assertThat(lines()).isEqualTo(" rtc_1  tool    lookup: succeeded\n");
    }

    @Test
    void what_is_said_cannot_steer_the_terminal() {
        words(false).show(turn("caller", "i1", "\\u001b[2Jgone\\nnext\\u009bA", false));
        assertThat(lines()).doesNotContain("\u001b", "\u009b").contains(" [2Jgone next");
    }

    @Test
    void colours_are_for_terminals() {
        words(true).show(turn("agent", "i1", "Hello", false));
        assertThat(lines()).contains("\u001b[32magent");
    }

    @Test
    void what_is_no_json_and_events_of_other_names_are_passed_over() {
        LiveWords words = words(false);
        words.show(event("turn", "no json"));
        words.show(event("weather", "{}"));
        assertThat(lines()).isEmpty();
    }

    @Test
    void a_feed_that_is_cut_is_taken_up_again() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (FakeServer node = new FakeServer(0)) {
            node.on("/api/v1/calls/live", exchange -> {
                int connection = connections.incrementAndGet();
                exchange.sendResponseHeaders(200, 1000);
                String event = "event: turn\ndata: {\"call_id\":\"rtc_1\",\"item_id\":\"" + connection
                        + "\",\"speaker\":\"agent\",\"text\":\"Words " + connection + "\"}\n\n";
                exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                throw new IOException("cut");
            });
            PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
            try (LiveWords words = new LiveWords(List.of(new HttpJson(node.base(), "")), out, false)) {
                words.open();
                await().untilAsserted(() -> assertThat(lines()).contains("Words 1", "Words 2"));
            }
        }
    }

    @Test
    void every_nodes_feed_is_followed() throws Exception {
        try (FakeServer one = new FakeServer(0);
                FakeServer two = new FakeServer(0)) {
            one.on(
                    "/api/v1/calls/live",
                    200,
                    "event: turn\ndata: {\"call_id\":\"rtc_1\",\"item_id\":\"a\",\"text\":\"One\"}\n\n");
            two.on(
                    "/api/v1/calls/live",
                    200,
                    "event: turn\ndata: {\"call_id\":\"rtc_2\",\"item_id\":\"a\",\"text\":\"Two\"}\n\n");
            PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
            List<HttpJson> nodes = List.of(new HttpJson(one.base(), ""), new HttpJson(two.base(), ""));
            try (LiveWords words = new LiveWords(nodes, out, false)) {
                words.open();
                await().untilAsserted(() -> assertThat(lines()).contains("One", "Two"));
            }
        }
    }

    private LiveWords words(boolean coloured) {
        return new LiveWords(
                List.of(new HttpJson("http://127.0.0.1:1", "")),
                new PrintStream(shown, true, StandardCharsets.UTF_8),
                coloured);
    }

    private String lines() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static ServerSentEvents.Event turn(String speaker, String item, String text, boolean interrupted) {
        return event(
                "turn",
                "{\"call_id\":\"rtc_abcdef12\",\"item_id\":\"%s\",\"speaker\":\"%s\",\"text\":\"%s\",\"interrupted\":%s}"
                        .formatted(item, speaker, text, interrupted));
    }

    private static ServerSentEvents.Event event(String name, String data) {
        return new ServerSentEvents.Event(name, data);
    }
}
