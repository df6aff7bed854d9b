package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tandem.protocol.tenant.Tool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which connections tools use, seen from the service: by the port a request comes from. */
class HttpToolsConnectionsTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final List<Integer> PORTS = new CopyOnWriteArrayList<>();

    private static HttpServer service;
    private static CountDownLatch slow;
    private static ActorTestKit kit;
    private static HttpTools tools;

    @BeforeAll
    static void start() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        slow = new CountDownLatch(1);
        service.createContext("/", exchange -> {
            PORTS.add(exchange.getRemoteAddress().getPort());
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals("/slow")) {
                try {
                    slow.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes());
            exchange.close();
        });
        service.start();
        kit = ActorTestKit.create();
        String address = "127.0.0.1:" + service.getAddress().getPort();
        tools = HttpTools.create(kit.system(), DevelopmentHosts.parse(address), new Secrets(name -> null));
    }

    @AfterAll
    static void stop() {
        slow.countDown();
        kit.shutdownTestKit();
        service.stop(0);
    }

    @BeforeEach
    void forget() {
        PORTS.clear();
    }

    @ParameterizedTest
    @EnumSource(
            value = Tool.Effect.class,
            names = {"READ", "IDEMPOTENT"})
    void a_connection_serves_the_next_attempt_too(Tool.Effect effect) throws Exception {
        run("/", effect);
        run("/", effect);

        assertThat(PORTS).hasSize(2);
        assertThat(PORTS.getFirst()).isEqualTo(PORTS.getLast());
    }

    @Test
    void a_tool_that_must_not_run_twice_has_a_connection_of_its_own() throws Exception {
        run("/", Tool.Effect.ONCE);
        run("/", Tool.Effect.ONCE);

        assertThat(PORTS).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void slow_tools_of_the_same_service_hold_up_nobody() throws Exception {
        for (int i = 0; i < 100; i++) {
            attempt("/slow", Tool.Effect.READ);
        }

        assertThat(run("/", Tool.Effect.READ)).isEqualTo(ToolResult.succeeded("ok"));
        slow.countDown();
    }

    private static ToolResult run(String path, Tool.Effect effect) throws Exception {
        return attempt(path, effect).get(20, TimeUnit.SECONDS);
    }

    private static CompletableFuture<ToolResult> attempt(String path, Tool.Effect effect) {
        String url = "http://127.0.0.1:" + service.getAddress().getPort() + path;
        Tool.Http tool = Tools.http("POST", url, effect, Map.of());
        return tools.run(tool, "{}", "call-1", "tool-1", 1, LONG).toCompletableFuture();
    }
}
