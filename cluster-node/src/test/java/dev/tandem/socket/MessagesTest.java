package dev.tandem.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessagesTest extends Connected {
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
