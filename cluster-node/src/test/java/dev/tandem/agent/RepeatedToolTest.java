package dev.tandem.agent;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Executor and requests together, against a service that fails twice and then answers. */
class RepeatedToolTest {

    private static WireMockServer service;
    private static ActorTestKit kit;

    @BeforeAll
    static void start() {
        service = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        service.start();
        kit = ActorTestKit.create();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
        service.stop();
    }

    @BeforeEach
    void failTwiceThenAnswer() {
        service.resetAll();
        stub(Scenario.STARTED, "second", status(503));
        stub("second", "third", aResponse().withFault(Fault.EMPTY_RESPONSE));
        stub("third", "third", ok("42"));
    }

    @Test
    void an_idempotent_tool_is_repeated_under_the_same_key_until_it_succeeds() {
        assertThat(ran(Tool.Effect.IDEMPOTENT)).isEqualTo(new ToolExecutor.Ran("tool-1", ToolOutcome.SUCCEEDED, "42"));
        service.verify(3, postRequestedFor(anyUrl()).withHeader("Idempotency-Key", equalTo("call-1/tool-1")));
    }

    @Test
    void a_tool_that_must_run_once_is_sent_once() {
        assertThat(ran(Tool.Effect.ONCE).outcome()).isEqualTo(ToolOutcome.FAILED);
        service.verify(1, postRequestedFor(anyUrl()));
    }

    private static ToolExecutor.Ran ran(Tool.Effect effect) {
        HttpTools tools = HttpTools.create(
                kit.system(), DevelopmentHosts.parse("127.0.0.1:" + service.port()), new Secrets(name -> null));
        TestProbe<ToolExecutor.Ran> asker = kit.createTestProbe();
        Tool.Http tool = Tools.http("POST", "http://127.0.0.1:" + service.port() + "/", effect, Map.of());
        kit.spawn(ToolExecutor.create(tools, new ToolExecutor.Limits(8, 24, 3, Duration.ofMillis(20))))
                .tell(new ToolExecutor.Run(tool, "call-1", "tool-1", "{}", 1, Duration.ofSeconds(20), asker.getRef()));
        return asker.receiveMessage(Duration.ofSeconds(20));
    }

    private static void stub(String in, String next, ResponseDefinitionBuilder answer) {
        service.stubFor(any(anyUrl())
                .inScenario("recovery")
                .whenScenarioStateIs(in)
                .willSetStateTo(next)
                .willReturn(answer));
    }
}
