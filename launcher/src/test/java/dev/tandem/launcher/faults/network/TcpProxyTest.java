package dev.tandem.launcher.faults.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy before a server that says everything back. */
class TcpProxyTest {
    private static final int SILENCE_MS = 300;
    private static final int PATIENCE_MS = 10_000;

    private final Gates gates = new Gates();
    private final List<AutoCloseable> open = new ArrayList<>();
    private TcpProxy proxy;

    @BeforeEach
    void start() throws Exception {
        ServerSocket echo = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
        open.add(echo);
        Thread.ofVirtual().start(() -> serve(echo));
        proxy = TcpProxy.before(new InetSocketAddress("127.0.0.1", echo.getLocalPort()), gates);
        open.add(proxy);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void what_is_said_arrives_and_the_answer_comes_back() throws Exception {
        Socket client = client("127.0.0.1");
        say(client, "hello");
        assertThat(heard(client, 5)).isEqualTo("hello");
    }

    @Test
    void what_is_said_during_a_cut_arrives_after_it() throws Exception {
        Socket client = client("127.0.0.1");
        say(client, "before");
        assertThat(heard(client, 6)).isEqualTo("before");
        gates.shut(Gates.Direction.IN);
        say(client, "during");
        silent(client);
        gates.open();
        assertThat(heard(client, 6)).isEqualTo("during");
    }

    @Test
    void a_cut_may_concern_one_client_alone() throws Exception {
        Socket cut = client("127.0.0.11");
        Socket other = client("127.0.0.12");
        gates.shut(InetAddress.getByName("127.0.0.11"), Gates.Direction.IN);
        say(cut, "cut");
        say(other, "other");
        assertThat(heard(other, 5)).isEqualTo("other");
        silent(cut);
    }

    @Test
    void a_cut_of_the_way_back_lets_the_way_there_open() throws Exception {
        Socket client = client("127.0.0.1");
        gates.shut(Gates.Direction.OUT);
        say(client, "hello");
        silent(client);
        gates.open();
        assertThat(heard(client, 5)).isEqualTo("hello");
    }

    @Test
    void who_connects_during_a_cut_is_served_after_it() throws Exception {
        gates.shut(Gates.Direction.IN);
        Socket client = client("127.0.0.1");
        say(client, "late");
        silent(client);
        gates.open();
        assertThat(heard(client, 4)).isEqualTo("late");
    }

    @Test
    void latency_is_added_to_each_piece_in_each_direction() throws Exception {
        Socket client = client("127.0.0.1");
        proxy.delay(Duration.ofMillis(200));
        long since = System.nanoTime();
        say(client, "x");
        heard(client, 1);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void the_end_of_one_side_is_the_end_of_the_other() throws Exception {
        Socket client = client("127.0.0.1");
        say(client, "x");
        heard(client, 1);
        open.getFirst().close();
        proxy.close();
        assertThat(client.getInputStream().read()).isNegative();
    }

    private Socket client(String address) throws IOException {
        Socket client = new Socket();
        open.add(client);
        client.bind(new InetSocketAddress(address, 0));
        client.connect(new InetSocketAddress("127.0.0.1", proxy.port()));
        client.setSoTimeout(PATIENCE_MS);
        return client;
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes());
    }

    private static String heard(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length));
    }

    private static void silent(Socket client) throws IOException {
        client.setSoTimeout(SILENCE_MS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(PATIENCE_MS);
    }

    private static void serve(ServerSocket echo) {
        while (!echo.isClosed()) {
            try {
                Socket one = echo.accept();
                Thread.ofVirtual().start(() -> sayBack(one));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private static void sayBack(Socket one) {
        try (one) {
            one.getInputStream().transferTo(one.getOutputStream());
        } catch (IOException cut) {
            // The test's business.
        }
    }
}
