package dev.tandem.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tandem.load.calls.PlacedCalls;
import dev.tandem.load.plan.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TruthClockTest {
    @Test
    void a_moment_of_ours_is_held_against_one_of_the_truth() throws Exception {
        double apart = 123_456;
        Supplier<String> stats = () -> "{\"now_ms\":" + (long) Math.floor(PlacedCalls.nowMs() + apart) + "}";
        try (Served served = new Served(stats)) {
            TruthClock clock = TruthClock.of(served.http());
            double now = PlacedCalls.nowMs();
            long fortyLater = (long) Math.floor(now + 40 + apart);
            assertThat(clock.between(now, fortyLater)).isBetween(40 - clock.errorMs() - 1, 40 + clock.errorMs() + 1);
        }
    }

    @Test
    void a_simulator_without_a_clock_is_refused() throws Exception {
        try (Served served = new Served(() -> "{}")) {
            assertThatThrownBy(() -> TruthClock.of(served.http())).hasMessageContaining("does not tell its time");
        }
    }

    private static final class Served implements AutoCloseable {
        private final HttpServer server;

        Served(Supplier<String> body) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.createContext("/", exchange -> {
                byte[] bytes = body.get().getBytes();
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        Http http() {
            return new Http("http://127.0.0.1:" + server.getAddress().getPort(), "");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
