package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import dev.tandem.simulator.Simulator;
import dev.tandem.simulator.SimulatorSettings;
import dev.tandem.simulator.control.CallOffer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A whole node, a real Cassandra, real calls: what can be seen of them in metrics, traces and logs, against what is written about it. */
class TelemetryIT {

    private static final Duration STARTED = Duration.ofMinutes(10);
    private static final Duration ENDED = Duration.ofMinutes(5);
    private static final String NUMBER = "+18005550100";
    private static final String CALLER = "+14155550123";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> TRACE_CONTEXTS = new CopyOnWriteArrayList<>();
    private static final Scrape SCRAPE = new Scrape();

    private static OtlpReceiver receiver;
    private static OpenTelemetrySdk telemetry;
    private static HttpServer toolService;
    private static CallLog log;
    private static Simulator simulator;
    private static TestNode node;
    private static String withTools;
    private static String refused;

    /** The calls that the tests look at afterwards. */
    @BeforeAll
    static void makeCalls() throws Exception {
        receiver = new OtlpReceiver();
        telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                        .setEndpoint(receiver.endpoint())
                                        .build())
                                .build())
                        .build())
                .build();
        toolService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        toolService.createContext("/", exchange -> {
            TRACE_CONTEXTS.add(exchange.getRequestHeaders().getFirst("traceparent"));
            byte[] answer = "{\"status\":\"shipped\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        toolService.start();
        log = CallLog.attach((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME));
        ((Logger) LoggerFactory.getLogger("call")).setLevel(Level.DEBUG);
        simulator = Simulator.start(SimulatorSettings.defaults().withSpeed(4));
        String tools = "127.0.0.1:" + toolService.getAddress().getPort();
        node = TestNode.start(
                "http://127.0.0.1:" + simulator.port() + "/v1",
                SimulatorSettings.TEST_SECRET,
                List.of(tenant("http://" + tools + "/lookup_order")),
                null,
                20,
                Map.of(
                        "tandem.node.tool-allow-list",
                        tools,
                        "tandem.summary.base-url",
                        "http://127.0.0.1:" + simulator.port() + "/v1",
                        "tandem.summary.api-key",
                        "sk-test"),
                telemetry);
        await().atMost(STARTED).until(node::isReady);
        simulator.sendWebhooksTo(List.of(node.webhook()));
        withTools = call(NUMBER);
        await().atMost(ENDED).until(() -> statusOf(withTools).equals("running"));
        SCRAPE.add(node.scrape());
        await().atMost(ENDED).until(() -> isOver(withTools));
        await().atMost(ENDED).until(() -> log.asText().stream().anyMatch(line -> line.contains(" summary ready")));
        refused = call("+18005559999");
        await().atMost(ENDED).until(() -> isOver(refused));
        System.gc();
        await().atMost(ENDED).until(() -> node.scrape().contains("jvm_gc_pause_seconds_max"));
        SCRAPE.add(node.scrape());
        telemetry.getSdkTracerProvider().forceFlush().join(30, java.util.concurrent.TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        simulator.close();
        toolService.stop(0);
        telemetry.close();
        receiver.close();
        log.detach();
        ((Logger) LoggerFactory.getLogger("call")).setLevel(null);
    }

    @Test
    void the_documents_table_of_metrics_says_what_a_node_serves_and_nothing_else() throws Exception {
        assertThat(MetricsTable.read().served()).isEqualTo(SCRAPE.metrics("voice_"));
    }

    @Test
    void what_the_document_says_is_not_there_yet_is_not_there() throws Exception {
        Set<String> notYet = MetricsTable.read().notYet();

        assertThat(notYet).hasSizeGreaterThan(3);
        assertThat(SCRAPE.names()).allSatisfy(name -> assertThat(notYet).noneMatch(name::startsWith));
    }

    @Test
    void every_metric_and_label_of_the_boards_and_alerts_exists() throws Exception {
        Set<String> added = Set.of("instance", "job");
        Monitoring.expressions().forEach((where, expression) -> {
            PromQl read = PromQl.of(expression);
            Set<String> labels = new TreeSet<>(added);
            assertThat(read.selectors()).as(where).isNotEmpty();
            for (PromQl.Selector selector : read.selectors()) {
                if (!selector.metric().equals("up")) {
                    Set<String> here = SCRAPE.labelsOf(selector.metric());
                    assertThat(here).as(where + ": " + selector.metric()).isNotNull();
                    labels.addAll(here);
                }
                assertThat(labels).as(where).containsAll(selector.labels());
            }
            assertThat(labels).as(where).containsAll(read.groupedBy());
        });
    }

    @Test
    void turns_are_measured_from_the_end_of_speech_in_the_callers_audio() {
        assertThat(SCRAPE.lines())
                .anyMatch(line -> line.startsWith("voice_turn_latency_seconds_count{")
                        && line.contains("clock=\"caller_audio\"")
                        && line.contains("stage=\"first_audio\"")
                        && !line.endsWith(" 0"));
        assertThat(SCRAPE.lines())
                .anyMatch(line -> line.startsWith("voice_first_audio_seconds_count") && line.endsWith(" 1"));
    }

    @Test
    void the_spans_of_a_call_nest_call_over_turn_over_tool() throws Exception {
        String trace = traceId(withTools);
        Span call = only(trace, "call");
        Span tool = only(trace, "execute_tool lookup_order");
        Span attempt = only(trace, "POST");
        List<Span> turns = receiver.spans(trace, "turn");

        assertThat(OtlpReceiver.text(call, "gen_ai.conversation.id")).contains(withTools);
        assertThat(OtlpReceiver.text(call, "tandem.tenant")).contains("acme");
        assertThat(OtlpReceiver.text(call, "tandem.call.outcome")).contains("caller_left");
        assertThat(turns).hasSizeGreaterThanOrEqualTo(3).allSatisfy(turn -> {
            assertThat(OtlpReceiver.parent(turn)).isEqualTo(OtlpReceiver.id(call));
            assertThat(turn.getEndTimeUnixNano()).isGreaterThanOrEqualTo(turn.getStartTimeUnixNano());
        });
        Span around = turns.stream()
                .filter(turn -> OtlpReceiver.id(turn).equals(OtlpReceiver.parent(tool)))
                .findFirst()
                .orElseThrow();
        assertThat(tool.getStartTimeUnixNano()).isGreaterThanOrEqualTo(around.getStartTimeUnixNano());
        assertThat(tool.getEndTimeUnixNano()).isLessThanOrEqualTo(around.getEndTimeUnixNano());
        assertThat(OtlpReceiver.parent(attempt)).isEqualTo(OtlpReceiver.id(tool));
        assertThat(receiver.spans(trace, "chat gpt-realtime"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(chat -> {
                    assertThat(turns).anyMatch(turn -> OtlpReceiver.id(turn).equals(OtlpReceiver.parent(chat)));
                    assertThat(OtlpReceiver.text(chat, "gen_ai.operation.name")).contains("chat");
                    assertThat(OtlpReceiver.text(chat, "gen_ai.usage.output_tokens"))
                            .isPresent();
                });
        for (String part : List.of("admission", "accept")) {
            assertThat(OtlpReceiver.parent(only(trace, part))).isEqualTo(OtlpReceiver.id(call));
        }
        assertThat(receiver.spans(trace, "journal write")).hasSizeGreaterThan(10);
    }

    @Test
    void the_tools_service_is_told_the_trace() throws Exception {
        Span attempt = only(traceId(withTools), "POST");

        assertThat(TRACE_CONTEXTS).containsExactly("00-" + traceId(withTools) + "-" + OtlpReceiver.id(attempt) + "-01");
    }

    @Test
    void no_span_holds_what_was_said_or_exchanged_or_a_number() throws Exception {
        List<String> said = simulator.truth().linesOf(withTools, "turn").stream()
                .map(line -> line.text("text"))
                .filter(text -> !text.isBlank())
                .toList();
        String sent = receiver.everything();

        assertThat(said).hasSizeGreaterThan(4);
        assertThat(sent).contains(withTools);
        assertThat(said).noneMatch(sent::contains);
        assertThat(sent).doesNotContain("ABC123", "shipped", CALLER, NUMBER, ".pii.");
    }

    @Test
    void a_refused_call_has_its_trace_as_well() throws Exception {
        String trace = traceId(refused);

        assertThat(OtlpReceiver.text(only(trace, "admission"), "tandem.reason")).contains("unknown_number");
        assertThat(OtlpReceiver.text(only(trace, "call"), "tandem.call.outcome"))
                .contains("unknown_number");
    }

    @Test
    void every_line_about_a_call_bears_its_id_and_its_tenant() throws Exception {
        // The last step of a call comes seconds after its end.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> log.asJson().stream()
                        .filter(line -> line.at("/mdc/call").asText().equals(withTools))
                        .anyMatch(line -> line.path("formattedMessage").asText().contains("summary ready")));
        List<JsonNode> lines = log.asJson();
        List<JsonNode> ofTheCall = lines.stream()
                .filter(line -> line.at("/mdc/call").asText().equals(withTools))
                .toList();
        List<String> steps = ofTheCall.stream()
                .map(line -> line.path("formattedMessage").asText())
                .toList();

        // From the webhook to the summary, by actors, their journal's answers and what runs beside them.
        for (String step : List.of(
                "webhook 200",
                "offered from",
                "admitted",
                "accepted",
                "turn of the",
                "tool lookup_order requested",
                "ended: caller_left",
                "summary ready")) {
            assertThat(steps).as(step).anyMatch(message -> message.contains(step));
        }
        int admitted = indexOf(ofTheCall, "admitted");
        assertThat(ofTheCall.subList(admitted, ofTheCall.size()))
                // The webhook was taken before anybody knew the tenant; its line may come later.
                .filteredOn(line -> !line.path("formattedMessage").asText().startsWith("webhook"))
                .allSatisfy(line -> assertThat(line.at("/mdc/tenant").asText())
                        .as(line.path("formattedMessage").asText())
                        .isEqualTo("acme"));
        assertThat(lines)
                .filteredOn(line -> line.path("formattedMessage").asText().contains(withTools))
                .allSatisfy(line -> assertThat(line.at("/mdc/call").asText()).isEqualTo(withTools));
        assertThat(log.asText())
                .anyMatch(line -> line.contains(" call=" + withTools + " tenant=acme accepted"))
                .noneMatch(line -> line.contains("call= ") || line.contains("tenant= "))
                .noneMatch(line -> line.contains(CALLER) || line.contains(NUMBER));
    }

    private static int indexOf(List<JsonNode> lines, String step) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).path("formattedMessage").asText().startsWith(step)) {
                return i;
            }
        }
        throw new AssertionError("no line begins with " + step);
    }

    private static Span only(String trace, String name) {
        List<Span> spans = receiver.spans(trace, name);
        assertThat(spans).as(name).hasSize(1);
        return spans.getFirst();
    }

    /** As docs/telemetry.md says it is made. */
    private static String traceId(String callId) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(callId.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }

    private static String call(String number) {
        CallOffer offer = CallOffer.to(number)
                .playing(simulator.scripts().scenario("reordered").orElseThrow());
        return simulator
                .offer(new CallOffer(
                        offer.to(),
                        java.util.Optional.of(CALLER),
                        offer.script(),
                        offer.deliver(),
                        offer.copies(),
                        offer.mixedIds()))
                .callId();
    }

    private static String statusOf(String callId) {
        try {
            return node.call(callId).path("status").asText();
        } catch (IOException notYet) {
            return "";
        }
    }

    private static boolean isOver(String callId) {
        return Set.of("finished", "failed", "cancelled").contains(statusOf(callId));
    }

    private static Tenant tenant(String lookUp) throws IOException {
        Tool tool = new Tool.Http(
                "lookup_order",
                "Looks up an order.",
                "POST",
                lookUp,
                Map.of(),
                Duration.ofSeconds(5),
                Tool.Effect.READ,
                JSON.readTree("{\"type\":\"object\"}"));
        Agent agent = new Agent(
                "receptionist",
                "gpt-realtime",
                "marin",
                "You answer for Acme Store.",
                "Hello, this is Acme Store.",
                "en",
                new TurnDetection.ServerVad(true, null),
                "gpt-4o-mini-transcribe",
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                List.of(tool));
        return new Tenant("acme", "Acme Store", List.of(NUMBER), 100, 0, "000000000000", agent);
    }
}
