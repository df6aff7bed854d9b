package dev.tandem.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.socket.Heard.Refused;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(NoLeaks.class)
class SocketsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Peer peer;
    private Sockets sockets;
    private final Heard heard = new Heard();

    @BeforeEach
    void start() throws InterruptedException {
        peer = new Peer();
        sockets = Sockets.open(settings(LONG, LONG, 1 << 20));
    }

    @AfterEach
    void stop() throws Exception {
        sockets.close();
        sockets.terminated().toCompletableFuture().get(10, SECONDS);
        peer.close();
    }

    private static SocketSettings settings(Duration handshake, Duration pingEvery, int pending) {
        return new SocketSettings(
                2,
                Duration.ofSeconds(5),
                handshake,
                pingEvery,
                pingEvery.dividedBy(2),
                Duration.ofMillis(300),
                1 << 20,
                2 << 20,
                pending,
                64 << 10,
                32 << 10);
    }

    private void use(SocketSettings settings) {
        sockets.close();
        sockets = Sockets.open(settings);
    }

    private Socket open() {
        sockets.connect(peer.at("/call"), Map.of(), heard);
        return heard.opened();
    }

    @Test
    void messages_go_both_ways_and_headers_reach_the_peer() throws Exception {
        sockets.connect(peer.at("/call?call_id=rtc_1"), Map.of("Authorization", "Bearer sk-test"), heard);
        Socket socket = heard.opened();
        Peer.Connection connection = peer.connection();
        assertThat(connection.headers.get("authorization")).isEqualTo("Bearer sk-test");
        assertThat(connection.headers.contains("origin")).isFalse();
        assertThat(connection.headers.contains("sec-websocket-extensions")).isFalse();
        assertThat(socket.send("grüß dich 😀".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(connection.text()).isEqualTo("grüß dich 😀");
        connection.send("žluťoučký kůň 🐎");
        assertThat(heard.text()).isEqualTo("žluťoučký kůň 🐎");
    }

    @Test
    void a_message_that_comes_with_the_answer_to_the_handshake_is_heard() {
        sockets.connect(peer.at("/greets"), Map.of(), heard);
        heard.opened();
        assertThat(heard.text()).isEqualTo("hello");
    }

    @Test
    void the_peer_closes_cleanly() throws Exception {
        Socket socket = open();
        Peer.Connection connection = peer.connection();
        connection.send("last words");
        connection.send(new CloseWebSocketFrame(1001, "session expired"));
        assertThat(heard.text()).isEqualTo("last words");
        assertThat(heard.ended()).isEqualTo(new Heard.Ended(SocketEnd.CLOSED, 1001, "session expired"));
        assertThat(connection.closed()).startsWith("1001");
        assertThat(socket.send(new byte[] {'x'})).isFalse();
        assertThat(heard.nothingMore()).isTrue();
    }

    @Test
    void a_close_frame_without_a_code_is_1005() throws Exception {
        open();
        peer.connection().send(new CloseWebSocketFrame());
        assertThat(heard.ended()).isEqualTo(new Heard.Ended(SocketEnd.CLOSED, 1005, ""));
    }

    @Test
    void we_close_cleanly_after_what_was_taken_and_still_hear_the_peer_meanwhile() throws Exception {
        Socket socket = open();
        Peer.Connection connection = peer.connection();
        connection.answersCloses = false;
        for (int i = 0; i < 100; i++)
            assertThat(socket.send(("m" + i).getBytes(StandardCharsets.UTF_8))).isTrue();
        socket.close(1000, "done");
        assertThat(socket.send(new byte[] {'x'})).isFalse();
        for (int i = 0; i < 100; i++) assertThat(connection.text()).isEqualTo("m" + i);
        assertThat(connection.closed()).isEqualTo("1000 done");
        connection.send("a late transcript");
        connection.send(new CloseWebSocketFrame(1000, "bye"));
        assertThat(heard.text()).isEqualTo("a late transcript");
        assertThat(heard.ended()).isEqualTo(new Heard.Ended(SocketEnd.OURS, 1000, "bye"));
    }

    @Test
    void a_peer_that_never_answers_our_close_is_cut() throws Exception {
        Socket socket = open();
        peer.connection().answersCloses = false;
        socket.close(1000, "é".repeat(200));
        assertThat(heard.ended().end()).isEqualTo(SocketEnd.OURS);
    }

    @Test
    void a_close_code_no_endpoint_may_send_is_the_callers_mistake() {
        Socket socket = open();
        assertThatThrownBy(() -> socket.close(1006, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void we_cut() throws Exception {
        Socket socket = open();
        Peer.Connection connection = peer.connection();
        socket.cut();
        assertThat(heard.ended()).isEqualTo(new Heard.Ended(SocketEnd.OURS, 1006, "cut by us"));
        assertThat(connection.channel.closeFuture().await(10, SECONDS)).isTrue();
        assertThat(connection.closes).isEmpty();
    }

    @Test
    void a_reset_by_the_peer_is_a_cut() throws Exception {
        open();
        peer.connection().reset();
        Heard.Ended ended = heard.ended();
        assertThat(ended.end()).isEqualTo(SocketEnd.CUT);
        assertThat(ended.code()).isEqualTo(1006);
    }

    @Test
    void an_end_of_stream_without_a_close_frame_is_a_cut() throws Exception {
        open();
        peer.connection().channel.close();
        assertThat(heard.ended().end()).isEqualTo(SocketEnd.CUT);
    }

    @Test
    void a_peer_that_says_nothing_after_a_ping_is_silent() throws Exception {
        use(settings(LONG, Duration.ofMillis(200), 1 << 20));
        open();
        peer.connection().answersPings = false;
        Heard.Ended ended = heard.ended();
        assertThat(ended.end()).isEqualTo(SocketEnd.SILENT);
        assertThat(ended.code()).isEqualTo(1006);
    }

    @Test
    void a_peer_that_stopped_reading_is_silent_also_when_our_bytes_pile_up() throws Exception {
        use(settings(LONG, Duration.ofMillis(400), 8 << 20));
        Socket socket = open();
        peer.connection().reading(false);
        byte[] message = "x".repeat(60_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 120; i++) socket.send(message);
        assertThat(heard.ended().end()).isEqualTo(SocketEnd.SILENT);
    }

    @Test
    void a_peer_that_sends_but_takes_none_of_our_bytes_is_silent() throws Exception {
        use(settings(LONG, Duration.ofMillis(600), 16 << 20));
        Socket socket = open();
        Peer.Connection connection = peer.connection();
        connection.reading(false);
        connection
                .channel
                .eventLoop()
                .scheduleAtFixedRate(() -> connection.send("busy"), 0, 50, java.util.concurrent.TimeUnit.MILLISECONDS);
        byte[] message = "x".repeat(60_000).getBytes(StandardCharsets.US_ASCII);
        while (socket.send(message)) Thread.onSpinWait();
        Heard.Happening next = heard.next(Heard.Happening.class);
        while (!(next instanceof Heard.Ended)) next = heard.next(Heard.Happening.class);
        assertThat(((Heard.Ended) next).end()).isEqualTo(SocketEnd.SILENT);
        assertThat(((Heard.Ended) next).reason()).contains("took none of our bytes");
    }

    @Test
    void a_peer_that_sends_but_never_pongs_is_alive() throws Exception {
        use(settings(LONG, Duration.ofMillis(200), 1 << 20));
        open();
        Peer.Connection connection = peer.connection();
        connection.answersPings = false;
        for (int i = 0; i < 40; i++) {
            connection
                    .channel
                    .eventLoop()
                    .schedule(() -> connection.send("busy"), 25L * i, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        for (int i = 0; i < 40; i++) assertThat(heard.text()).isEqualTo("busy");
        assertThat(heard.ended().end()).isEqualTo(SocketEnd.SILENT);
    }

    @Test
    void an_answered_ping_keeps_a_quiet_socket_open() throws Exception {
        use(settings(LONG, Duration.ofMillis(100), 1 << 20));
        open();
        Peer.Connection connection = peer.connection();
        Awaitility.await().until(() -> connection.pings.get() >= 5);
        assertThat(heard.nothingMore()).isTrue();
    }

    @Test
    void the_peers_pings_are_answered() throws Exception {
        open();
        Peer.Connection connection = peer.connection();
        connection.send(new PingWebSocketFrame(Unpooled.copiedBuffer("are you there", StandardCharsets.US_ASCII)));
        assertThat(connection.pongs.poll(10, SECONDS)).isEqualTo("are you there");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 404, 429, 500, 503})
    void a_refusal_carries_its_status_and_the_first_kilobyte_of_its_body(int status) {
        sockets.connect(peer.at("/refuse/" + status), Map.of(), heard);
        Refused refused = heard.refused();
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.reason()).startsWith("{\"error\":\"no no").hasSizeBetween(900, 1024);
        assertThat(heard.nothingMore()).isTrue();
    }

    @Test
    void a_handshake_never_answered_is_refused_in_time() {
        use(settings(Duration.ofMillis(200), LONG, 1 << 20));
        sockets.connect(peer.at("/never"), Map.of(), heard);
        assertThat(heard.refused()).isEqualTo(new Refused(0, "no answer to the handshake within 200 ms"));
    }

    @Test
    void an_answer_that_is_not_http_is_refused() {
        sockets.connect(peer.at("/garbage"), Map.of(), heard);
        assertThat(heard.refused().status()).isZero();
    }

    @Test
    void an_answer_without_the_right_proof_is_refused() {
        sockets.connect(peer.at("/wrong"), Map.of(), heard);
        assertThat(heard.refused().status()).isEqualTo(101);
    }

    @Test
    void a_port_nobody_listens_on_is_refused() throws Exception {
        int free;
        try (var reserved = new ServerSocket(0)) {
            free = reserved.getLocalPort();
        }
        sockets.connect(URI.create("ws://127.0.0.1:" + free + "/"), Map.of(), heard);
        assertThat(heard.refused().reason()).contains("connect failed");
    }

    @Test
    void a_name_that_does_not_exist_is_refused() {
        sockets.connect(URI.create("ws://nobody.invalid/"), Map.of(), heard);
        assertThat(heard.refused().status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/", "ws:///path", "relative"})
    void an_address_that_is_no_websocket_is_refused(String address) {
        sockets.connect(URI.create(address), Map.of(), heard);
        assertThat(heard.refused().status()).isZero();
    }

    @Test
    void a_header_that_would_inject_another_is_refused_without_being_quoted() {
        sockets.connect(peer.at("/call"), Map.of("Authorization", "Bearer sk-secret\r\nX: y"), heard);
        assertThat(heard.refused().reason()).doesNotContain("sk-secret");
        Map<String, String> nulled = new HashMap<>();
        nulled.put("Authorization", null);
        sockets.connect(peer.at("/call"), nulled, heard);
        assertThat(heard.next(Heard.Happening.class)).isNotNull();
    }

    @Test
    void the_connection_ends_during_the_handshake() throws Exception {
        sockets.connect(peer.at("/never"), Map.of(), heard);
        peer.connection().channel.close();
        assertThat(heard.refused())
                .isEqualTo(new Refused(0, "the connection was closed before the handshake was answered"));
    }

    @Test
    void the_sockets_are_shut_during_a_handshake_and_under_an_open_socket() throws Exception {
        Heard waiting = new Heard();
        sockets.connect(peer.at("/never"), Map.of(), waiting);
        peer.connection();
        open();
        sockets.close();
        assertThat(waiting.refused()).isEqualTo(new Refused(0, "the node's sockets are shut"));
        assertThat(heard.ended()).isEqualTo(new Heard.Ended(SocketEnd.OURS, 1006, "the node's sockets are shut"));
        sockets.terminated().toCompletableFuture().get(10, SECONDS);
        List<String> reasons = new ArrayList<>();
        sockets.connect(peer.at("/call"), Map.of(), new SocketListener() {
            @Override
            public void opened(Socket socket) {}

            @Override
            public void refused(int httpStatus, String reason) {
                reasons.add(reason);
            }

            @Override
            public void text(byte[] utf8) {}

            @Override
            public void ended(SocketEnd end, int closeCode, String reason) {}
        });
        assertThat(reasons).containsExactly("the node's sockets are shut");
    }

    @Test
    void a_frame_of_two_megabytes_ends_the_socket_and_the_peer_learns_why() throws Exception {
        Socket socket = open();
        Peer.Connection connection = peer.connection();
        connection.send("x".repeat(2_000_000));
        Heard.Ended ended = heard.ended();
        assertThat(ended.end()).isEqualTo(SocketEnd.TOO_LARGE);
        assertThat(ended.code()).isEqualTo(1009);
        assertThat(ended.reason()).contains("1048576");
        assertThat(connection.closed()).startsWith("1009");
        assertThat(socket.send(new byte[] {'x'})).isFalse();
    }

    @Test
    void a_fragmented_message_is_heard_whole_also_with_a_ping_between_its_frames() throws Exception {
        open();
        Peer.Connection connection = peer.connection();
        connection.send(new TextWebSocketFrame(false, 0, "one "));
        connection.send(new PingWebSocketFrame());
        // The two bytes of one character, in two frames.
        connection.send(new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[] {(byte) 0xC3})));
        connection.send(new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(new byte[] {(byte) 0xA9})));
        assertThat(heard.text()).isEqualTo("one é");
    }

    @Test
    void fragments_over_the_bound_of_a_message_end_the_socket() throws Exception {
        open();
        Peer.Connection connection = peer.connection();
        connection.send(new TextWebSocketFrame(false, 0, "x".repeat(1 << 20)));
        connection.send(new ContinuationWebSocketFrame(false, 0, "x".repeat(1 << 20)));
        connection.send(new ContinuationWebSocketFrame(true, 0, "x"));
        Heard.Ended ended = heard.ended();
        assertThat(ended.end()).isEqualTo(SocketEnd.TOO_LARGE);
        assertThat(connection.closed()).startsWith("1009");
    }

    @Test
    void a_message_at_its_bound_is_heard() throws Exception {
        open();
        Peer.Connection connection = peer.connection();
        connection.send(new TextWebSocketFrame(false, 0, "x".repeat(1 << 20)));
        connection.send(new ContinuationWebSocketFrame(true, 0, "x".repeat(1 << 20)));
        assertThat(heard.text()).hasSize(2 << 20);
    }

    @Test
    void text_that_is_not_utf8_ends_the_socket() throws Exception {
        open();
        Peer.Connection connection = peer.connection();
        connection.send(new TextWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {'a', (byte) 0xFF, 'b'})));
        assertThat(heard.ended()).isEqualTo(new Heard.Ended(SocketEnd.MALFORMED, 1007, "text is not UTF-8"));
        assertThat(connection.closed()).startsWith("1007");
    }

    @Test
    void a_frame_against_the_protocol_ends_the_socket() throws Exception {
        open();
        Peer.Connection connection = peer.connection();
        // FIN, reserved opcode 3, no payload.
        connection.sendRaw(Unpooled.wrappedBuffer(new byte[] {(byte) 0x83, 0}));
        Heard.Ended ended = heard.ended();
        assertThat(ended.end()).isEqualTo(SocketEnd.MALFORMED);
        assertThat(ended.code()).isEqualTo(1002);
        assertThat(connection.closed()).startsWith("1002");
    }

    @Test
    void a_binary_message_is_passed_over() throws Exception {
        open();
        Peer.Connection connection = peer.connection();
        connection.send(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {1, 2, 3})));
        connection.send("text");
        assertThat(heard.text()).isEqualTo("text");
    }

    @Test
    void a_full_socket_refuses_says_when_there_is_room_and_loses_nothing_it_took() throws Exception {
        use(settings(LONG, LONG, 1 << 20));
        Socket socket = open();
        Peer.Connection connection = peer.connection();
        connection.reading(false);
        int taken = 0;
        while (socket.send(numbered(taken))) taken++;
        assertThat(heard.nothingMore()).isTrue();
        connection.reading(true);
        heard.next(Heard.Room.class);
        assertThat(socket.send(numbered(taken))).isTrue();
        for (int i = 0; i <= taken; i++) assertThat(connection.text()).startsWith(i + " ");
        assertThat(heard.nothingMore()).isTrue();
    }

    private static byte[] numbered(int number) {
        return (number + " " + "x".repeat(10_000)).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void a_message_larger_than_the_bound_is_refused_for_good() {
        use(settings(LONG, LONG, 1000));
        Socket socket = open();
        assertThat(socket.send(new byte[1000])).isFalse();
        assertThat(socket.send("fits".getBytes(StandardCharsets.US_ASCII))).isTrue();
        assertThat(heard.nothingMore()).isTrue();
    }

    @Test
    void what_was_sent_is_unchanged_in_the_senders_hands() throws Exception {
        Socket socket = open();
        byte[] message = "masking must not touch this".getBytes(StandardCharsets.US_ASCII);
        socket.send(message);
        assertThat(peer.connection().text()).isEqualTo("masking must not touch this");
        assertThat(message).isEqualTo("masking must not touch this".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void messages_of_many_threads_stay_whole_and_in_each_threads_order() throws Exception {
        Socket socket = open();
        Peer.Connection connection = peer.connection();
        int threads = 8;
        int each = 500;
        CountDownLatch go = new CountDownLatch(1);
        for (int t = 0; t < threads; t++) {
            String mine = t + ":";
            Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < each; i++) {
                    byte[] message = (mine + i + ":" + "y".repeat(i)).getBytes(StandardCharsets.US_ASCII);
                    while (!socket.send(message)) Thread.yield();
                }
            });
        }
        go.countDown();
        int[] next = new int[threads];
        for (int n = 0; n < threads * each; n++) {
            String[] parts = connection.text().split(":", -1);
            int thread = Integer.parseInt(parts[0]);
            int number = Integer.parseInt(parts[1]);
            assertThat(number).isEqualTo(next[thread]++);
            assertThat(parts[2]).hasSize(number);
        }
    }

    @Test
    void two_hundred_sockets_live_side_by_side() throws Exception {
        List<Heard> all = IntStream.range(0, 200).mapToObj(i -> new Heard()).toList();
        for (int i = 0; i < all.size(); i++) sockets.connect(peer.at("/call?n=" + i), Map.of("n", "" + i), all.get(i));
        List<Socket> open = all.stream().map(Heard::opened).toList();
        for (int i = 0; i < all.size(); i++) {
            Peer.Connection connection = peer.connection();
            connection.send("to " + connection.headers.get("n"));
        }
        for (int i = 0; i < all.size(); i++) assertThat(all.get(i).text()).isEqualTo("to " + i);
        for (Socket socket : open) socket.close(1000, "");
        for (Heard one : all) assertThat(one.ended().end()).isEqualTo(SocketEnd.OURS);
    }

    @Test
    void a_listener_that_throws_keeps_its_socket() throws Exception {
        Heard rest = new Heard();
        sockets.connect(peer.at("/call"), Map.of(), new SocketListener() {
            @Override
            public void opened(Socket socket) {
                throw new IllegalStateException("opened");
            }

            @Override
            public void refused(int httpStatus, String reason) {}

            @Override
            public void text(byte[] utf8) {
                rest.text(utf8);
                throw new IllegalStateException("text");
            }

            @Override
            public void ended(SocketEnd end, int closeCode, String reason) {
                rest.ended(end, closeCode, reason);
            }
        });
        Peer.Connection connection = peer.connection();
        connection.send("one");
        connection.send("two");
        assertThat(rest.text()).isEqualTo("one");
        assertThat(rest.text()).isEqualTo("two");
        connection.channel.close();
        assertThat(rest.ended().end()).isEqualTo(SocketEnd.CUT);
    }
}
