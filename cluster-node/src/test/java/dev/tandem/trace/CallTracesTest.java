package dev.tandem.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a call's events become as spans. */
class CallTracesTest {

    private static final Instant START = Instant.parse("2026-07-01T09:00:00Z");
    private static final String CALL = "rtc_1";
    private static final Tool.Http TOOL = new Tool.Http(
            "lookup_order",
            "",
            "POST",
            "https://orders.example.com/v1",
            Map.of(),
            Duration.ofSeconds(5),
            Tool.Effect.READ,
            NullNode.getInstance());
    private static final Agent AGENT = new Agent(
            "receptionist",
            "gpt-realtime",
            "marin",
            "",
            "Hello",
            "en",
            new TurnDetection.ServerVad(true, null),
            "gpt-4o-mini-transcribe",
            Duration.ofMinutes(30),
            Duration.ofSeconds(60),
            List.of(TOOL));

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final CallTraces traces = new CallTraces(sdk(Sampler.alwaysOn()), false, "node-1");

    @Test
    void a_turn_begins_when_the_caller_falls_silent_and_holds_responses_and_tools() {
        answeredCall(traces);
        traces.saw(CALL, "acme", ended(20_000));

        SpanData call = only("call");
        SpanData turn = only("turn");
        assertThat(turn.getParentSpanId()).isEqualTo(call.getSpanId());
        // The first response ended at 5,000 after 700 ms, and was created 300 ms after the end of speech.
        assertThat(ms(turn.getStartEpochNanos())).isEqualTo(4_000);
        assertThat(ms(turn.getEndEpochNanos())).isEqualTo(8_000);
        SpanData tool = only("execute_tool lookup_order");
        assertThat(tool.getParentSpanId()).isEqualTo(turn.getSpanId());
        assertThat(ms(tool.getEndEpochNanos()) - ms(tool.getStartEpochNanos())).isEqualTo(600);
        assertThat(named("chat gpt-realtime")).hasSize(2).allSatisfy(chat -> {
            assertThat(chat.getParentSpanId()).isEqualTo(turn.getSpanId());
            assertThat(chat.getAttributes().get(AttributeKey.stringKey("gen_ai.operation.name")))
                    .isEqualTo("chat");
        });
        assertThat(named("chat gpt-realtime")
                        .getFirst()
                        .getAttributes()
                        .get(AttributeKey.longKey("gen_ai.usage.input_tokens")))
                .isEqualTo(30);
        assertThat(call.getAttributes().get(AttributeKey.stringKey("tandem.call.outcome")))
                .isEqualTo("caller_left");
    }

    @Test
    void the_next_speech_of_the_caller_begins_the_next_turn() {
        answeredCall(traces);
        traces.saw(CALL, "acme", timed(12_000, 300));
        traces.saw(CALL, "acme", ended(20_000));

        assertThat(named("turn"))
                .extracting(turn -> turn.getAttributes().get(AttributeKey.longKey("tandem.turn.number")))
                .containsExactly(1L, 2L);
    }

    @Test
    void on_another_node_the_same_trace_goes_on() {
        answeredCall(traces);
        traces.left(CALL);
        CallTraces there = new CallTraces(sdk(Sampler.alwaysOn()), false, "node-2");
        there.tookUp(CALL, "acme", Optional.of(AGENT));
        there.saw(CALL, "acme", new CallEvent.SidebandLost(at(9_000), 1, SidebandLoss.NODE_LOST));
        there.saw(CALL, "acme", new CallEvent.SidebandAttached(at(9_400), 2, "node-2"));
        there.saw(CALL, "acme", timed(12_000, 300));
        there.saw(CALL, "acme", ended(20_000));

        assertThat(spans)
                .extracting(SpanData::getTraceId)
                .containsOnly(only("execute_tool lookup_order").getTraceId());
        assertThat(named("call"))
                .hasSize(2)
                .extracting(call -> call.getAttributes().get(AttributeKey.booleanKey("tandem.call.taken_up")))
                .containsExactly(false, true);
        assertThat(ms(only("reattach").getEndEpochNanos()) - ms(only("reattach").getStartEpochNanos()))
                .isEqualTo(400);
        assertThat(named("turn").getLast().getParentSpanId())
                .isEqualTo(named("call").getLast().getSpanId());
    }

    @Test
    void an_entity_that_restarts_goes_on_with_its_own_spans() {
        answeredCall(traces);
        traces.tookUp(CALL, "acme", Optional.of(AGENT));
        traces.saw(CALL, "acme", ended(20_000));

        assertThat(named("call")).hasSize(1);
    }

    @Test
    void no_words_are_in_spans_unless_that_is_asked_for_and_then_under_pii_alone() {
        answeredCall(traces);
        traces.saw(CALL, "acme", ended(20_000));
        assertThat(spans.toString()).doesNotContain("Where is it?", "It is on its way.", "ABC123", "shipped");

        spans.clear();
        CallTraces open = new CallTraces(sdk(Sampler.alwaysOn()), true, "node-1");
        answeredCall(open);
        open.saw(CALL, "acme", ended(20_000));
        assertThat(spans.toString()).contains("Where is it?", "It is on its way.", "ABC123", "shipped");
        assertThat(spans)
                .allSatisfy(span -> span.getAttributes().forEach((key, value) -> {
                    if (!key.getKey().contains(".pii.")) {
                        assertThat(String.valueOf(value))
                                .doesNotContain("Where is it?", "on its way", "ABC123", "shipped");
                    }
                }));
    }

    @Test
    void an_attempt_at_a_tool_is_a_span_below_the_tool() {
        traces.saw(CALL, null, offered());
        traces.saw(CALL, "acme", requested(5_000));
        Span attempt = traces.attempt(CALL, "call_1", 2, TOOL);
        attempt.end();
        traces.saw(CALL, "acme", new CallEvent.ToolAbandoned(at(7_000), "call_1", "no word of it in time"));
        traces.saw(CALL, "acme", ended(8_000));

        assertThat(only("POST").getParentSpanId())
                .isEqualTo(only("execute_tool lookup_order").getSpanId());
        assertThat(only("execute_tool lookup_order").getStatus().getStatusCode())
                .isEqualTo(StatusCode.ERROR);
        assertThat(traces.attempt(CALL, "call_1", 3, TOOL).isRecording()).isFalse();
    }

    @Test
    void what_is_still_going_on_ends_with_the_call() {
        traces.saw(CALL, null, offered());
        traces.saw(CALL, "acme", requested(5_000));
        traces.saw(CALL, "acme", new CallEvent.CallEnded(at(6_000), Termination.SIDEBAND_LOST, null));

        assertThat(spans).extracting(SpanData::getName).contains("execute_tool lookup_order", "turn", "call");
        assertThat(only("call").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void a_write_to_the_journal_is_a_span_of_its_length() {
        traces.saw(CALL, null, offered());
        traces.wrote(CALL, 3, TimeUnit.MILLISECONDS.toNanos(12));
        traces.saw(CALL, null, ended(6_000));

        SpanData write = only("journal write");
        assertThat(write.getParentSpanId()).isEqualTo(only("call").getSpanId());
        assertThat(write.getEndEpochNanos() - write.getStartEpochNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(12));
        assertThat(write.getAttributes().get(AttributeKey.longKey("tandem.journal.events")))
                .isEqualTo(3);
    }

    @Test
    void where_nothing_is_recorded_nothing_is_kept() {
        for (OpenTelemetry silent : List.of(OpenTelemetry.noop(), sdk(Sampler.alwaysOff()))) {
            CallTraces none = new CallTraces(silent, false, "node-1");
            answeredCall(none);
            assertThat(none.attempt(CALL, "call_1", 1, TOOL)).isEqualTo(Span.getInvalid());
            none.saw(CALL, "acme", ended(20_000));
        }
        assertThat(spans).isEmpty();
    }

    /** Offered, admitted, and one question that takes a tool. */
    private static void answeredCall(CallTraces traces) {
        traces.saw(CALL, null, offered());
        traces.saw(CALL, "acme", new CallEvent.CallAdmitted(at(20), "acme", "v1", AGENT));
        traces.saw(
                CALL,
                "acme",
                new CallEvent.TurnTranscribed(
                        at(4_600), "item_1", null, 0, Speaker.CALLER, null, Personal.of("Where is it?")));
        traces.saw(
                CALL,
                "acme",
                new CallEvent.UsageRecorded(at(5_000), "resp_1", "gpt-realtime", new Usage(10, 0, 20, 0, 1, 2, 0)));
        traces.saw(CALL, "acme", timed(5_000, 300));
        traces.saw(CALL, "acme", requested(5_000));
        traces.saw(
                CALL,
                "acme",
                new CallEvent.ToolFinished(at(5_600), "call_1", ToolOutcome.SUCCEEDED, Personal.of("shipped")));
        traces.saw(
                CALL,
                "acme",
                new CallEvent.TurnTranscribed(
                        at(7_900),
                        "item_3",
                        "item_2",
                        0,
                        Speaker.AGENT,
                        "receptionist",
                        Personal.of("It is on its way.")));
        traces.saw(CALL, "acme", timed(8_000, -1));
    }

    private static CallEvent offered() {
        return new CallEvent.CallOffered(
                START, Carrier.OPENAI_SIP, Personal.of("+14155550123"), "+18005550100", List.of(), "wh_1", START);
    }

    private static CallEvent requested(long ms) {
        return new CallEvent.ToolRequested(
                at(ms), "item_2", "item_1", "call_1", "lookup_order", Personal.of("{\"order\":\"ABC123\"}"));
    }

    private static CallEvent timed(long ms, long toResponse) {
        return new CallEvent.TurnTimed(
                at(ms), "item_" + ms, new TurnTiming(toResponse, 900, 700, TurnTiming.SpeechEnd.CALLER_AUDIO, 600L));
    }

    private static CallEvent ended(long ms) {
        return new CallEvent.CallEnded(at(ms), Termination.CALLER_LEFT, null);
    }

    private static Instant at(long ms) {
        return START.plusMillis(ms);
    }

    private static long ms(long epochNanos) {
        return TimeUnit.NANOSECONDS.toMillis(epochNanos) - START.toEpochMilli();
    }

    private SpanData only(String name) {
        assertThat(named(name)).as(name).hasSize(1);
        return named(name).getFirst();
    }

    private List<SpanData> named(String name) {
        return spans.stream().filter(span -> span.getName().equals(name)).toList();
    }

    private OpenTelemetry sdk(Sampler sampler) {
        SpanExporter kept = new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> ended) {
                spans.addAll(ended);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(kept))
                        .build())
                .build();
    }
}
