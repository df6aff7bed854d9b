package dev.tandem.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SocketEndTest extends Connected {
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
}
