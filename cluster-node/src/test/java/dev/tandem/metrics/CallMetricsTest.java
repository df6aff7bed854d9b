package dev.tandem.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.call.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallMetricsTest {

    private final Metrics metrics = new Metrics();
    private final CallMetrics calls = metrics.calls();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void everything_that_happens_to_calls_is_there_under_its_published_name() {
        calls.running("rtc_1", "northwind", Carrier.OPENAI_SIP);
        calls.admitted("northwind");
        calls.refused("northwind", Termination.TENANT_LIMIT);
        calls.refused(null, Termination.UNKNOWN_NUMBER);
        calls.setUp(Duration.ofMillis(420));
        calls.firstAudio(Duration.ofMillis(900));
        calls.turn(new TurnTiming(300, 640, 800, TurnTiming.SpeechEnd.CALLER_AUDIO, 340L));
        calls.bargeIn();
        calls.reattached(true);
        calls.reattachTook(Duration.ofMillis(700));
        calls.sidebandGap(Duration.ofMillis(1_200));
        calls.transcriptGap();
        calls.orphan(OrphanAction.HUNG_UP);
        calls.tool("lookup_order", ToolOutcome.SUCCEEDED, Duration.ofMillis(80));
        calls.tokens(new Usage(10, 4, 20, 0, 5, 30, 0));
        calls.cost("northwind", new BigDecimal("0.25"));
        calls.slots("northwind", 1, 10);
        calls.webhook(WebhookResult.OFFERED);
        calls.ended("northwind", Termination.CALLER_LEFT, Duration.ofSeconds(61));

        assertThat(metrics.scrape())
                .contains(
                        "voice_calls_active{ingress=\"openai_sip\",tenant=\"northwind\"} 1",
                        "voice_admission_total{decision=\"admitted\",reason=\"none\",tenant=\"northwind\"} 1.0",
                        "voice_admission_total{decision=\"refused\",reason=\"tenant_limit\",tenant=\"northwind\"} 1.0",
                        "voice_admission_total{decision=\"refused\",reason=\"unknown_number\",tenant=\"unknown\"} 1.0",
                        "voice_admission_in_use{tenant=\"northwind\"} 1",
                        "voice_admission_limit{tenant=\"northwind\"} 10",
                        "voice_call_setup_seconds_bucket{le=\"0.5\"} 1",
                        "voice_first_audio_seconds_sum 0.9",
                        "voice_turn_latency_seconds_bucket{clock=\"caller_audio\",stage=\"first_audio\",le=\"0.75\"} 1",
                        "voice_turn_latency_seconds_sum{clock=\"response_created\",stage=\"done\"} 0.8",
                        "voice_barge_in_total 1.0",
                        "voice_reattach_total{result=\"succeeded\"} 1.0",
                        "voice_reattach_seconds_sum 0.7",
                        "voice_sideband_gap_seconds_sum 1.2",
                        "voice_transcript_gaps_total 1.0",
                        "voice_orphans_total{action=\"hung_up\"} 1.0",
                        "voice_tool_calls_total{result=\"succeeded\",tool=\"lookup_order\"} 1.0",
                        "voice_tool_duration_seconds_count{tool=\"lookup_order\"} 1",
                        "voice_tokens_total{modality=\"audio\",type=\"output\"} 30.0",
                        "voice_cost_usd_total{tenant=\"northwind\"} 0.25",
                        "voice_webhook_deliveries_total{result=\"offered\"} 1.0",
                        "voice_calls_total{outcome=\"caller_left\",tenant=\"northwind\"} 1.0",
                        "voice_call_duration_seconds_sum 61.0",
                        "jvm_memory_used_bytes");
        assertThat(calls.totalAccepted()).isEqualTo(1);
        assertThat(calls.totalRejected()).isEqualTo(2);
    }

    @Test
    void an_ended_call_is_no_longer_active() {
        calls.running("rtc_1", "northwind", Carrier.OPENAI_SIP);
        calls.running("rtc_1", "northwind", Carrier.OPENAI_SIP);
        assertThat(metrics.scrape()).contains("voice_calls_active{ingress=\"openai_sip\",tenant=\"northwind\"} 1");
        calls.gone("rtc_1");

        assertThat(metrics.scrape()).doesNotContain("voice_calls_active{");
    }

    @Test
    void slots_change_and_go_with_their_decider() {
        calls.slots("northwind", 1, 10);
        metrics.scrape();
        calls.slots("northwind", 4, 12);
        assertThat(metrics.scrape())
                .contains(
                        "voice_admission_in_use{tenant=\"northwind\"} 4",
                        "voice_admission_limit{tenant=\"northwind\"} 12");

        calls.slotsGone();
        assertThat(metrics.scrape()).doesNotContain("voice_admission_in_use{");
    }

    @Test
    void invented_names_share_one_label_once_there_are_too_many() {
        for (int i = 0; i < CallMetrics.MAX_TOOLS * 3; i++) {
            calls.tool("tool_" + i, ToolOutcome.REFUSED, Duration.ofMillis(1));
            calls.admitted("tenant_" + i);
        }

        String scrape = metrics.scrape();
        assertThat(scrape.lines().filter(line -> line.startsWith("voice_tool_calls_total")))
                .hasSize(CallMetrics.MAX_TOOLS + 1);
        assertThat(scrape.lines().filter(line -> line.startsWith("voice_admission_total")))
                .hasSize(CallMetrics.MAX_TENANTS + 1);
        assertThat(scrape).contains("voice_tool_calls_total{result=\"refused\",tool=\"other\"} 400.0");
    }

    @Test
    void a_stage_that_was_not_seen_is_not_measured() {
        calls.turn(new TurnTiming(-1, -1, -1, TurnTiming.SpeechEnd.CALLER_AUDIO, null));
        calls.turn(new TurnTiming(5, 5, -1, null, null));

        assertThat(metrics.scrape().lines().filter(line -> line.startsWith("voice_turn_latency_seconds_count")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" 0"));
    }
}
