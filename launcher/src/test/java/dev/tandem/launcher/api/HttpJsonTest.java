package dev.tandem.launcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpJsonTest {
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_token_is_sent_as_bearer() throws Exception {
        server.on(
                "/who",
                exchange -> FakeServer.reply(
                        exchange, 200, "\"" + exchange.getRequestHeaders().getFirst("Authorization") + "\""));
        assertThat(new HttpJson(server.base(), "secret").get("/who").asText()).isEqualTo("Bearer secret");
        assertThat(new HttpJson(server.base(), "").get("/who").asText()).isEqualTo("null");
    }

    @Test
    void a_post_sends_json_and_reads_the_answer() throws Exception {
        server.on("/echo", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            FakeServer.reply(exchange, 201, body);
        });
        var body = new ObjectMapper().createObjectNode().put("text", "ä");
        assertThat(new HttpJson(server.base(), "").post("/echo", body)).isEqualTo(body);
    }

    @Test
    void a_refusal_carries_the_status_and_the_problems_detail() {
        server.on("/no", 409, "{\"detail\":\"The call has ended.\"}");
        assertThatThrownBy(() -> new HttpJson(server.base(), "").get("/no"))
                .isInstanceOfSatisfying(
                        HttpJson.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(409))
                .hasMessageEndingWith("409: The call has ended.");
        server.on("/provider", 400, "{\"error\":{\"message\":\"to: a number is needed\"}}");
        assertThatThrownBy(() -> new HttpJson(server.base(), "").get("/provider"))
                .hasMessageEndingWith("400: to: a number is needed");
    }

    @Test
    void nobody_there_is_status_0_and_an_error_that_names_the_address() throws Exception {
        HttpJson nobody = new HttpJson(server.base(), "");
        server.close();
        assertThat(nobody.status("/ready")).isZero();
        assertThatThrownBy(() -> nobody.get("/ready"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(nobody.base());
    }

    @Test
    void a_feed_is_followed_to_its_end() throws Exception {
        server.on("/feed", 200, "event: turn\ndata: 1\n\n: ping\n\nevent: call\ndata: 2\n\n");
        List<ServerSentEvents.Event> seen = new CopyOnWriteArrayList<>();
        new HttpJson(server.base(), "").follow("/feed", seen::add);
        assertThat(seen)
                .containsExactly(new ServerSentEvents.Event("turn", "1"), new ServerSentEvents.Event("call", "2"));
    }

    @Test
    void a_feed_that_is_cut_is_an_error_after_the_events_that_came() {
        server.on("/feed", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("data: 1\n\ndata: 2".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        });
        List<ServerSentEvents.Event> seen = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> new HttpJson(server.base(), "").follow("/feed", seen::add))
                .isInstanceOf(IOException.class);
        assertThat(seen).containsExactly(new ServerSentEvents.Event("message", "1"));
    }

    @Test
    void a_feed_that_is_refused_is_an_error() {
        server.on("/feed", 401, "");
        assertThatThrownBy(() -> new HttpJson(server.base(), "").follow("/feed", event -> {}))
                .isInstanceOf(HttpJson.Refused.class);
    }
}
