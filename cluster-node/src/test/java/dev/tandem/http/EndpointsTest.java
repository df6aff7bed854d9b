package dev.tandem.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.http.Endpoint.Access;
import dev.tandem.protocol.api.ApiJson;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.stream.Materializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EndpointsTest {

    private static Bound port;

    @BeforeAll
    static void bind() {
        List<Endpoint> table = List.of(
                Endpoint.of(
                        HttpMethods.GET,
                        "/things/{id}",
                        Access.ADMIN,
                        e -> CompletableFuture.completedStage(Answers.ok(Map.of("id", e.path("id"))))),
                Endpoint.of(
                        HttpMethods.GET,
                        "/open",
                        Access.ANYONE,
                        e -> CompletableFuture.completedStage(Answers.ok("yes"))),
                Endpoint.of(HttpMethods.GET, "/broken", Access.ANYONE, e -> {
                    throw new IllegalStateException("secret detail");
                }),
                Endpoint.of(
                        HttpMethods.GET,
                        "/late",
                        Access.ANYONE,
                        e -> Deadline.within(java.time.Duration.ofMillis(20), CompletableFuture::new)));
        port = new Bound(system -> new Endpoints(
                        table, request -> request.getHeader("X-Admin").isPresent(), Materializer.matFromSystem(system))
                .route());
    }

    @AfterAll
    static void close() {
        port.close();
    }

    @Test
    void braces_match_any_text_also_an_encoded_slash() {
        HttpResponse<String> answer =
                port.send(port.request("/things/a%2Fb%20c").header("X-Admin", "1"));

        assertThat(answer.body()).isEqualTo("{\"id\":\"a/b c\"}");
    }

    @Test
    void a_stranger_learns_nothing_of_what_is_behind_the_token() throws Exception {
        assertProblem(port.get("/things/1"), 401, "unauthorized");
        assertProblem(port.get("/nothing"), 401, "unauthorized");
        assertProblem(port.send(port.request("/things/1").DELETE()), 401, "unauthorized");
    }

    @Test
    void an_unknown_path_is_404_and_a_wrong_method_405_naming_the_right_one() throws Exception {
        assertProblem(port.send(port.request("/nothing").header("X-Admin", "1")), 404, "not_found");
        assertProblem(port.send(port.request("/things/1/2").header("X-Admin", "1")), 404, "not_found");
        HttpResponse<String> wrong = port.send(port.request("/open").POST(BodyPublishers.ofString("x")));
        assertProblem(wrong, 405, "method_not_allowed");
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void our_own_fault_is_told_without_its_details() throws Exception {
        HttpResponse<String> answer = port.get("/broken");

        assertProblem(answer, 500, "internal");
        assertThat(answer.body()).doesNotContain("secret", "Exception");
    }

    @Test
    void an_answer_that_does_not_come_is_503_with_a_time_to_come_again() throws Exception {
        HttpResponse<String> answer = port.get("/late");

        assertProblem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void the_callers_request_id_is_kept_when_harmless_and_replaced_otherwise() {
        assertThat(port.send(port.request("/open").header("X-Request-Id", "mine-1.2"))
                        .headers()
                        .firstValue("X-Request-Id"))
                .hasValue("mine-1.2");
        assertThat(port.send(port.request("/open").header("X-Request-Id", "evil id"))
                        .headers()
                        .firstValue("X-Request-Id")
                        .orElseThrow())
                .startsWith("req_");
    }

    @Test
    void bytes_that_are_no_request_get_a_problem_too() throws Exception {
        for (String bytes : List.of(
                "this is no request at all\r\n\r\n",
                "GET /open HTTP/9.9\r\n\r\n",
                "GET /op\u0001en HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /open HTTP/1.1\r\nHost: x\r\nContent-Length: nonsense\r\nConnection: close\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /open HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n")) {
            Bound.RawAnswer answer = port.raw(bytes.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(answer.status()).as(bytes.substring(0, 8)).isBetween(400, 505);
            assertThat(answer.head())
                    .containsIgnoringCase("application/problem+json")
                    .contains("X-Request-Id");
            assertThat(ApiJson.MAPPER.readTree(answer.body()).get("code").asText())
                    .isEqualTo("malformed_request");
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = ApiJson.MAPPER.readTree(answer.body());
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("request_id").asText())
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
    }
}
