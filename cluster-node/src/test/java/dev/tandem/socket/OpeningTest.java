package dev.tandem.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.socket.Heard.Refused;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest extends Connected {
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
}
