package dev.tandem.socket;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A peer, the sockets that connect to it, and what their listener heard. */
@Timeout(60)
@ExtendWith(NoLeaks.class)
abstract class Connected {

    static final Duration LONG = Duration.ofSeconds(30);

    Peer peer;
    Sockets sockets;
    final Heard heard = new Heard();

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

    static SocketSettings settings(Duration handshake, Duration pingEvery, int pending) {
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

    void use(SocketSettings settings) {
        sockets.close();
        sockets = Sockets.open(settings);
    }

    Socket open() {
        sockets.connect(peer.at("/call"), Map.of(), heard);
        return heard.opened();
    }
}
