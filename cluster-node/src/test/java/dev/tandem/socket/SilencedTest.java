package dev.tandem.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that may not speak: it slept, or was cut off from the others. */
class SilencedTest extends Connected {

    private volatile boolean maySpeak = true;

    @BeforeEach
    void silenced() {
        sockets.close();
        sockets = Sockets.open(settings(LONG, LONG, 2_000), () -> maySpeak);
    }

    @Test
    void what_it_says_waits_in_order_until_it_may_speak_again() throws Exception {
        Socket socket = open();
        Peer.Connection connection = peer.connection();
        maySpeak = false;
        assertThat(socket.send(bytes("first"))).isTrue();
        assertThat(socket.send(bytes("second"))).isTrue();
        // Its pong comes after whatever was written before.
        connection.send(new PingWebSocketFrame());
        assertThat(connection.pongs.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(connection.texts).isEmpty();
        maySpeak = true;
        assertThat(connection.text()).isEqualTo("first");
        assertThat(connection.text()).isEqualTo("second");
    }

    @Test
    void what_waits_is_bounded() throws Exception {
        Socket socket = open();
        peer.connection();
        maySpeak = false;
        assertThat(socket.send(new byte[1_000])).isTrue();
        assertThat(socket.send(new byte[1_000])).isFalse();
    }

    @Test
    void it_opens_no_socket() {
        maySpeak = false;
        sockets.connect(peer.at("/call"), Map.of(), heard);
        assertThat(heard.refused().reason()).isEqualTo("this node may not speak now");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
