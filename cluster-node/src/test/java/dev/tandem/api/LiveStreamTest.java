package dev.tandem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.metrics.LiveEvent;
import dev.tandem.metrics.LiveEvent.CallChanged;
import dev.tandem.metrics.LiveEvent.Status;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveStreamTest {

    private static final Instant AT = Instant.parse("2026-07-01T09:30:00Z");
    private static final int BUFFER = 16;

    private OperatorPort port;

    @BeforeEach
    void bind() {
        port = new OperatorPort(BUFFER, Duration.ofMillis(100));
    }

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void a_client_gets_a_snapshot_and_then_everything_as_it_happens_with_ids() throws Exception {
        port.feed.publish(call("rtc_1", Status.RUNNING, null));
        try (BufferedReader lines = open()) {
            assertThat(next(lines))
                    .isEqualTo(
                            "id: 1|event: snapshot|data:"
                                    + " {\"calls\":[{\"call_id\":\"rtc_1\",\"tenant\":\"northwind\",\"status\":\"running\",\"from\":\"+14*******23\",\"to\":\"+18005550100\",\"at\":\"2026-07-01T09:30:00Z\",\"offered_at\":\"2026-07-01T09:30:00Z\",\"node\":\"n1\",\"attaches\":0,\"attached\":false,\"attended\":true,\"turns\":0}]}");

            port.feed.publish(new LiveEvent.TurnSpoken(
                    "rtc_1",
                    "northwind",
                    "item_1",
                    Speaker.AGENT,
                    "Ava",
                    Personal.of("Grüß \"dich\"\nGott"),
                    false,
                    AT));
            port.feed.publish(new LiveEvent.ToolRan("rtc_1", "northwind", "call_1", "lookup", null, AT));
            port.feed.publish(
                    new LiveEvent.ToolRan("rtc_1", "northwind", "call_1", "lookup", ToolOutcome.TIMED_OUT, AT));
            port.feed.publish(call("rtc_1", Status.FINISHED, Termination.CALLER_LEFT));

            String turn = next(lines);
            assertThat(turn)
                    .isEqualTo("id: 2|event: turn|data:"
                            + " {\"call_id\":\"rtc_1\",\"tenant\":\"northwind\",\"item_id\":\"item_1\",\"speaker\":\"agent\",\"agent\":\"Ava\",\"text\":\"Grüß"
                            + " \\\"dich\\\"\\n"
                            + "Gott\",\"at\":\"2026-07-01T09:30:00Z\",\"interrupted\":false}");
            Contract.fits("LiveTurn", data(turn));
            String started = next(lines);
            assertThat(started).startsWith("id: 3|event: tool|").doesNotContain("outcome");
            Contract.fits("LiveTool", data(started));
            String ended = next(lines);
            assertThat(ended).contains("\"outcome\":\"timed_out\"");
            Contract.fits("LiveTool", data(ended));
            String over = next(lines);
            assertThat(over)
                    .isEqualTo("id: 5|event: call|data:"
                            + " {\"call_id\":\"rtc_1\",\"tenant\":\"northwind\",\"status\":\"finished\",\"termination\":{\"result\":\"finished\",\"reason\":\"caller_left\"},\"from\":\"+14*******23\",\"to\":\"+18005550100\",\"at\":\"2026-07-01T09:30:00Z\",\"offered_at\":\"2026-07-01T09:30:00Z\",\"node\":\"n1\",\"attaches\":0,\"attached\":false,\"attended\":true,\"turns\":1,\"last\":{\"speaker\":\"agent\",\"text\":\"Grüß"
                            + " \\\"dich\\\"\\n"
                            + "Gott\",\"at\":\"2026-07-01T09:30:00Z\"}}");
            Contract.fits("LiveCall", data(over));
        }
    }

    @Test
    void silence_is_filled_with_comments() throws Exception {
        try (BufferedReader lines = open()) {
            next(lines);

            assertThat(lines.readLine()).isEqualTo(": heartbeat");
        }
    }

    @Test
    void a_client_that_goes_is_forgotten() throws Exception {
        BufferedReader lines = open();
        next(lines);
        assertThat(port.feed.watchers()).isEqualTo(1);

        lines.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> port.feed.watchers() == 0);
    }

    @Test
    void a_client_that_does_not_read_is_dropped_with_a_last_event_and_nobody_waits_for_it() throws Exception {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(8 * 1024);
            slow.connect(new InetSocketAddress("127.0.0.1", port.bound().port()));
            slow.getOutputStream()
                    .write(("GET /api/v1/calls/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + OperatorPort.TOKEN
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> port.feed.watchers() == 1);
            Personal words = Personal.of("x".repeat(20_000));
            List<Long> nanos = new ArrayList<>();
            for (int i = 0; i < 20_000 && port.feed.watchers() == 1; i++) {
                long begin = System.nanoTime();
                port.feed.publish(new LiveEvent.TurnSpoken(
                        "rtc_1", "northwind", "item_" + i, Speaker.CALLER, null, words, false, AT));
                nanos.add(System.nanoTime() - begin);
            }

            assertThat(port.feed.watchers()).isZero();
            nanos.sort(null);
            assertThat(Duration.ofNanos(nanos.get(nanos.size() / 2))).isLessThan(Duration.ofMillis(5));
            assertThat(everything(slow))
                    .contains("event: snapshot", "event: lagged")
                    .endsWith("0\r\n\r\n");
        }
    }

    @Test
    void a_slow_client_does_not_cost_another_one_anything() throws Exception {
        try (BufferedReader lines = open()) {
            next(lines);
            port.feed.watch(taking(false));

            for (int i = 0; i < BUFFER; i++) {
                port.feed.publish(call("rtc_" + i, Status.RUNNING, null));
            }

            for (int i = 0; i < BUFFER; i++) {
                assertThat(next(lines)).contains("\"rtc_" + i + "\"");
            }
        }
    }

    @Test
    void beyond_the_bound_a_client_is_asked_to_come_later() {
        for (int i = 0; i < LiveFeed.MAX_WATCHERS; i++) {
            port.feed.watch(taking(true));
        }

        HttpResponse<String> answer = port.get("/api/v1/calls/live");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        Contract.permits("/api/v1/calls/live", "get", 429, "application/problem+json", answer.body());
    }

    @Test
    void streams_end_when_the_node_stops() throws Exception {
        try (BufferedReader lines = open()) {
            next(lines);

            port.feed.end();

            assertThat(lines.lines().filter(line -> !line.isEmpty() && !line.startsWith(":")))
                    .isEmpty();
            assertThat(port.feed.watchers()).isZero();
        }
    }

    private static LiveFeed.Watcher taking(boolean taken) {
        return new LiveFeed.Watcher() {
            @Override
            public boolean offer(long id, LiveEvent event) {
                return taken;
            }

            @Override
            public void end() {}
        };
    }

    private BufferedReader open() throws Exception {
        HttpResponse<InputStream> answer = port.bound()
                .client()
                .send(port.request("/api/v1/calls/live").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The next event's lines joined by bars, comments left out. */
    private static String next(BufferedReader lines) throws Exception {
        StringBuilder event = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !event.isEmpty()) {
                return event.toString();
            }
            if (!line.isEmpty() && !line.startsWith(":")) {
                event.append(event.isEmpty() ? "" : "|").append(line);
            }
        }
        throw new AssertionError("the stream ended: " + event);
    }

    private static String data(String event) {
        return event.substring(event.indexOf("|data: ") + "|data: ".length());
    }

    private static String everything(Socket socket) throws Exception {
        socket.setSoTimeout(10_000);
        java.io.ByteArrayOutputStream read = new java.io.ByteArrayOutputStream();
        byte[] some = new byte[64 * 1024];
        for (int n = socket.getInputStream().read(some);
                n >= 0;
                n = socket.getInputStream().read(some)) {
            read.write(some, 0, n);
            String text = read.toString(StandardCharsets.UTF_8);
            if (text.endsWith("\r\n0\r\n\r\n")) {
                return text;
            }
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    private static CallChanged call(String id, Status status, Termination termination) {
        return new CallChanged(
                id, "northwind", status, Personal.of("+14155550123"), "+18005550100", termination, "n1", AT, AT);
    }
}
