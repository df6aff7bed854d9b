package dev.tandem.agent;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpToolsTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Secrets SECRETS = new Secrets(Map.of("DEMO_TOKEN", "t0ken")::get);

    private static WireMockServer service;
    private static ActorTestKit kit;
    private static HttpTools tools;

    @BeforeAll
    static void start() {
        service = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        service.start();
        kit = ActorTestKit.create();
        tools = HttpTools.create(kit.system(), DevelopmentHosts.parse("127.0.0.1:" + service.port()), SECRETS);
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
        service.stop();
    }

    @BeforeEach
    void forget() {
        service.resetAll();
    }

    @Test
    void a_post_carries_the_arguments_as_json_and_its_answer_is_the_output() throws Exception {
        service.stubFor(post(urlEqualTo("/orders?v=1")).willReturn(ok("{\"state\":\"sent\"}")));

        ToolResult result = run(tool("POST", "/orders?v=1", Tool.Effect.READ), "{\"order_id\": \"A-1\"}");

        assertThat(result).isEqualTo(ToolResult.succeeded("{\"state\":\"sent\"}"));
        service.verify(postRequestedFor(urlEqualTo("/orders?v=1"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withHeader("Host", equalTo("127.0.0.1:" + service.port()))
                .withHeader("X-Demo", equalTo("Bearer t0ken"))
                .withHeader("X-Request-Id", equalTo("call-1/tool-1/1"))
                .withHeader("Idempotency-Key", absent())
                .withRequestBody(equalTo("{\"order_id\": \"A-1\"}")));
    }

    @Test
    void a_get_carries_the_arguments_as_query_and_no_body() throws Exception {
        service.stubFor(any(anyUrl()).willReturn(ok("fine")));

        ToolResult result = run(
                tool("GET", "/orders?v=1", Tool.Effect.READ),
                "{\"id\": \"A 1&x=ü\", \"n\": 2, \"tags\": [\"a\", \"b\"], \"o\": {\"k\": true}, \"none\": null}");

        assertThat(result.output()).isEqualTo("fine");
        service.verify(getRequestedFor(
                        urlEqualTo("/orders?v=1&id=A%201%26x%3D%C3%BC&n=2&tags=a&tags=b&o=%7B%22k%22%3Atrue%7D"))
                .withRequestBody(absent()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tool.Effect.class,
            names = {"IDEMPOTENT", "ONCE"})
    void a_tool_with_an_effect_has_one_key_for_all_its_attempts(Tool.Effect effect) throws Exception {
        service.stubFor(any(anyUrl()).willReturn(ok()));
        Tool.Http tool = tool("DELETE", "/orders", effect);

        tools.run(tool, "{}", "call-1", "tool-1", 1, LONG).toCompletableFuture().get(20, TimeUnit.SECONDS);
        tools.run(tool, "{}", "call-1", "tool-1", 2, LONG).toCompletableFuture().get(20, TimeUnit.SECONDS);

        service.verify(2, deleteRequestedFor(anyUrl()).withHeader("Idempotency-Key", equalTo("call-1/tool-1")));
        service.verify(1, deleteRequestedFor(anyUrl()).withHeader("X-Request-Id", equalTo("call-1/tool-1/2")));
    }

    @Test
    void arguments_against_the_schema_are_refused_with_what_is_wrong_and_nothing_is_sent() throws Exception {
        ToolResult result = run(tool("POST", "/orders", Tool.Effect.READ), "{\"order_id\": 7}");

        assertThat(result.outcome()).isEqualTo(ToolOutcome.REFUSED);
        assertThat(Tools.json(result.output()).get("error").asText())
                .isEqualTo("The tool was not run: the arguments do not fit:"
                        + " /order_id: integer found, string expected.");
        service.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 422})
    void a_refusal_of_the_service_is_a_failure_that_stays(int status) throws Exception {
        service.stubFor(any(anyUrl()).willReturn(status(status).withBody("at com.example.Internal(Secret.java:1)")));

        assertThat(run(tool("POST", "/", Tool.Effect.READ), "{}"))
                .isEqualTo(ToolResult.failed("The tool lookup answered with status " + status + "."));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void a_service_in_trouble_is_a_failure_that_may_pass(int status) throws Exception {
        service.stubFor(any(anyUrl()).willReturn(status(status).withBody("stack trace")));

        ToolResult result = run(tool("POST", "/", Tool.Effect.ONCE), "{}");

        assertThat(result)
                .isEqualTo(ToolResult.failedForNow(
                        "The tool lookup answered with status " + status + "; it may or may not have taken effect."));
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        service.stubFor(post(urlEqualTo("/from")).willReturn(status(307).withHeader("Location", "/to")));
        service.stubFor(post(urlEqualTo("/to")).willReturn(ok("reached")));

        ToolResult result = run(tool("POST", "/from", Tool.Effect.READ), "{}");

        assertThat(result.outcome()).isEqualTo(ToolOutcome.FAILED);
        assertThat(result.output()).contains("a redirect, which is not followed");
        service.verify(0, postRequestedFor(urlEqualTo("/to")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "RANDOM_DATA_THEN_CLOSE", "MALFORMED_RESPONSE_CHUNK"
            })
    void a_broken_connection_is_a_failure_that_may_pass(Fault fault) throws Exception {
        service.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));

        ToolResult result = run(tool("POST", "/", Tool.Effect.READ), "{}");

        assertThat(result).isEqualTo(ToolResult.failedForNow("The tool lookup could not be reached."));
        service.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void nobody_listening_is_a_failure_that_may_pass() throws Exception {
        int free = freePort();
        HttpTools there = HttpTools.create(kit.system(), DevelopmentHosts.parse("127.0.0.1:" + free), SECRETS);
        Tool.Http tool = Tools.http("POST", "http://127.0.0.1:" + free + "/", Tool.Effect.READ, Map.of());

        assertThat(run(there, tool, "{}")).isEqualTo(ToolResult.failedForNow("The tool lookup could not be reached."));
    }

    @Test
    void a_slow_answer_is_timed_out_by_the_tools_own_time() throws Exception {
        service.stubFor(any(anyUrl()).willReturn(ok("late").withFixedDelay(10_000)));

        ToolResult result = run(Tools.within(Duration.ofMillis(200), tool("POST", "/", Tool.Effect.READ)), "{}");

        assertThat(result.outcome()).isEqualTo(ToolOutcome.TIMED_OUT);
        assertThat(result.output()).isEqualTo("{\"error\":\"The tool lookup did not answer in time.\"}");
    }

    @Test
    void an_answer_that_trickles_is_timed_out_as_a_whole() throws Exception {
        service.stubFor(any(anyUrl()).willReturn(ok("x".repeat(100)).withChunkedDribbleDelay(50, 10_000)));

        ToolResult result = tools.run(
                        tool("POST", "/", Tool.Effect.READ), "{}", "call-1", "tool-1", 1, Duration.ofMillis(600))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);

        assertThat(result.outcome()).isEqualTo(ToolOutcome.TIMED_OUT);
    }

    @Test
    void a_lookup_that_never_ends_is_timed_out_too() throws Exception {
        HttpTools lost = HttpTools.create(
                kit.system(), new UrlGuard(DevelopmentHosts.none(), host -> new CompletableFuture<>()), SECRETS);
        Tool.Http tool = Tools.within(Duration.ofMillis(200), Tools.of(Tool.Effect.READ));

        assertThat(run(lost, tool, "{}").outcome()).isEqualTo(ToolOutcome.TIMED_OUT);
    }

    @Test
    void an_answer_beyond_256_kilobytes_is_a_failure_whether_announced_or_not() throws Exception {
        String huge = "x".repeat(ToolAnswer.MAX_BODY_BYTES + 1);
        service.stubFor(any(urlEqualTo("/announced")).willReturn(ok(huge)));
        service.stubFor(any(urlEqualTo("/chunked")).willReturn(ok(huge).withChunkedDribbleDelay(4, 10)));
        ToolResult tooMuch = ToolResult.failed("The tool lookup answered with more than can be read.");

        assertThat(run(tool("POST", "/announced", Tool.Effect.READ), "{}")).isEqualTo(tooMuch);
        assertThat(run(tool("POST", "/chunked", Tool.Effect.READ), "{}")).isEqualTo(tooMuch);
    }

    @Test
    void an_answer_of_256_kilobytes_is_read_and_cut_for_the_model() throws Exception {
        service.stubFor(any(anyUrl()).willReturn(ok("x".repeat(ToolAnswer.MAX_BODY_BYTES))));

        ToolResult result = run(tool("POST", "/", Tool.Effect.READ), "{}");

        assertThat(result.outcome()).isEqualTo(ToolOutcome.SUCCEEDED);
        assertThat(result.output())
                .isEqualTo("x".repeat(ToolAnswer.MAX_OUTPUT_BYTES) + "\n[cut: the tool's answer had 262144 bytes]");
    }

    @Test
    void an_answer_that_is_not_json_is_passed_on_as_it_is() throws Exception {
        service.stubFor(any(anyUrl()).willReturn(ok("<b>Größe 9</b>").withHeader("Content-Type", "text/html")));

        assertThat(run(tool("POST", "/", Tool.Effect.READ), "{}").output()).isEqualTo("<b>Größe 9</b>");
    }

    @Test
    void a_secret_that_is_gone_is_a_failure_that_says_nothing_of_it() throws Exception {
        Tool.Http tool =
                Tools.http("POST", url("/"), Tool.Effect.READ, Map.of("X-Demo", "${env:DEMO_TOKEN} ${env:GONE}"));

        ToolResult result = run(tool, "{}");

        assertThat(result).isEqualTo(ToolResult.failed("The tool lookup is not set up completely."));
        service.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void a_public_name_that_resolves_to_a_private_address_is_refused() throws Exception {
        HttpTools misled = HttpTools.create(
                kit.system(),
                new UrlGuard(
                        DevelopmentHosts.none(),
                        host -> CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()))),
                SECRETS);
        Tool.Http tool =
                Tools.http("POST", "https://tools.example.com:" + service.port() + "/", Tool.Effect.READ, Map.of());

        ToolResult result = run(misled, tool, "{}");

        assertThat(result).isEqualTo(ToolResult.refused("The tool lookup is at an address that is not allowed."));
        service.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/", "http://tools.example.com/", "https://10.0.0.1/", "https://[::1]/"})
    void an_address_off_the_list_is_refused(String url) throws Exception {
        assertThat(run(Tools.http("POST", url, Tool.Effect.READ, Map.of()), "{}")
                        .outcome())
                .isEqualTo(ToolOutcome.REFUSED);
    }

    @Test
    void arguments_too_long_for_a_query_are_refused() throws Exception {
        ToolResult result = run(tool("GET", "/", Tool.Effect.READ), "{\"q\": \"" + "x".repeat(9_000) + "\"}");

        assertThat(result.outcome()).isEqualTo(ToolOutcome.REFUSED);
    }

    private static Tool.Http tool(String method, String path, Tool.Effect effect) {
        Tool.Http any = Tools.http(method, url(path), effect, Map.of("X-Demo", "Bearer ${env:DEMO_TOKEN}"));
        return new Tool.Http(
                any.name(),
                any.description(),
                any.method(),
                any.url(),
                any.headers(),
                any.timeout(),
                any.effect(),
                Tools.json("{\"type\":\"object\",\"properties\":{\"order_id\":{\"type\":\"string\"}}}"));
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + service.port() + path;
    }

    private static ToolResult run(Tool.Http tool, String arguments) throws Exception {
        return run(tools, tool, arguments);
    }

    private static ToolResult run(HttpTools with, Tool.Http tool, String arguments) throws Exception {
        return with.run(tool, arguments, "call-1", "tool-1", 1, LONG)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
