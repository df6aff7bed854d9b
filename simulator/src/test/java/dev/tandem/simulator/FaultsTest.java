package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.json.Json;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {
    private SimulatorKit kit;

    @BeforeEach
    void start() {
        kit = new SimulatorKit();
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    @ParameterizedTest
    @CsvSource({"DROP_CLEAN,1001", "DROP_ABRUPT,1006"})
    void a_dropped_sideband_leaves_the_call_alive(FaultKind drop, int closeCode) throws Exception {
        kit.simulator.arm(drop);
        String callId = kit.offer("silent_caller");
        kit.accept(callId);
        SidebandClient client = kit.attach(callId, (self, event) -> {});
        assertThat(client.closed().get(5, TimeUnit.SECONDS)).isEqualTo(closeCode);
        assertThat(kit.simulator.call(callId).orElseThrow().state()).isEqualTo(CallState.LIVE);
        kit.awaitTruth(callId, "detach", 1);
        assertThat(kit.truth(callId, "detach").getFirst().text("cause")).isEqualTo(drop.label());
        SidebandClient again = kit.attach(callId, (self, event) -> {});
        Awaitility.await().until(() -> again.types().contains("session.created"));
    }

    @Test
    void a_fault_of_one_call_repeats_as_often_as_asked_and_spares_the_others() {
        String callId = kit.offer("silent_caller");
        String other = kit.offer("silent_caller");
        kit.accept(callId);
        kit.accept(other);
        kit.simulator.arm(new Fault(callId, FaultKind.DROP_CLEAN, 10, 2));
        for (int i = 0; i < 2; i++) {
            kit.attach(callId, (self, event) -> {})
                    .closed()
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join();
        }
        SidebandClient spared = kit.attach(other, (self, event) -> {});
        SidebandClient third = kit.attach(callId, (self, event) -> {});
        Awaitility.await().until(() -> third.types().contains("session.created"));
        assertThat(third.closed()).isNotDone();
        assertThat(spared.closed()).isNotDone();
        assertThat(kit.truth(callId, "detach")).hasSize(2);
    }

    @Test
    void a_half_open_sideband_answers_no_ping_and_gets_no_events() {
        try (SimulatorKit hasty = new SimulatorKit(SimulatorKit::impatient)) {
            String callId = hasty.offer("late_transcripts");
            hasty.accept(callId);
            SidebandClient client = hasty.attach(callId, (self, event) -> {});
            Awaitility.await().until(() -> client.types().contains("session.created"));
            hasty.simulator.arm(new Fault(callId, FaultKind.HALF_OPEN, 0, 1));
            hasty.awaitTruth(callId, "detach", 1);
            client.ping();
            hasty.awaitState(callId, CallState.ENDED);
            assertThat(client.pongs()).isZero();
            assertThat(client.closed()).isNotDone();
            assertThat(hasty.truth(callId, "turn")).isNotEmpty().noneMatch(line -> line.flag("delivered"));
        }
    }

    @Test
    void a_refused_reattach_is_404_after_the_first_attach() {
        kit.simulator.arm(FaultKind.REFUSE_REATTACH);
        String callId = kit.offer("silent_caller");
        kit.accept(callId);
        SidebandClient client = kit.attach(callId, (self, event) -> {});
        client.abort();
        kit.awaitTruth(callId, "detach", 1);
        for (int i = 0; i < 3; i++) {
            assertThat(attachStatus(callId)).isEqualTo(404);
        }
        assertThat(kit.truth(callId, "attach_refused")).hasSize(3);
    }

    @Test
    void attaches_can_be_refused_a_number_of_times_or_for_a_while() {
        String callId = kit.offer("silent_caller");
        kit.accept(callId);
        kit.simulator.arm(new Fault(callId, FaultKind.ATTACH_404, 0, 2));
        assertThat(attachStatus(callId)).isEqualTo(404);
        assertThat(attachStatus(callId)).isEqualTo(404);
        assertThat(attachStatus(callId)).isEqualTo(101);
        String later = kit.offer("silent_caller");
        kit.accept(later);
        kit.simulator.arm(new Fault(later, FaultKind.ATTACH_404_UNTIL, 300, 1));
        assertThat(attachStatus(later)).isEqualTo(404);
        Awaitility.await()
                .atLeast(Duration.ofMillis(50))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> attachStatus(later) == 101);
    }

    @ParameterizedTest
    @CsvSource({"ACCEPT_404,404", "ACCEPT_500,500", "ACCEPT_429,429"})
    void an_accept_fails_with_the_status_and_takes_no_effect(FaultKind fault, int status) {
        kit.simulator.arm(fault);
        String callId = kit.offer("silent_caller");
        assertThat(kit.accept(callId).statusCode()).isEqualTo(status);
        assertThat(kit.truth(callId, "accept")).isEmpty();
        assertThat(kit.truth(callId, "accept_refused")).hasSize(1);
        assertThat(kit.accept(callId).statusCode()).isEqualTo(status == 404 ? 404 : 200);
    }

    @ParameterizedTest
    @CsvSource({"ACCEPT_HANG,0", "ACCEPT_LOST,1"})
    void an_accept_without_an_answer_may_or_may_not_have_happened(FaultKind fault, int accepted) {
        kit.simulator.arm(fault);
        String callId = kit.offer("silent_caller");
        String accept = "/v1/realtime/calls/" + callId + "/accept";
        assertThatThrownBy(() -> kit.postBriefly(accept, "{\"type\":\"realtime\"}"))
                .hasCauseInstanceOf(HttpTimeoutException.class);
        assertThat(kit.truth(callId, "accept")).hasSize(accepted);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"ERROR_EVENT", "UNKNOWN_EVENT", "HUGE_FRAME"})
    void a_strange_event_does_not_disturb_the_call(FaultKind fault) {
        String callId = kit.offer("order_lookup");
        kit.simulator.arm(new Fault(callId, fault, 0, 2));
        SidebandClient client = kit.answer(callId);
        kit.awaitState(callId, CallState.ENDED);
        String type = fault == FaultKind.ERROR_EVENT ? "error" : "response.brand_new.delta";
        assertThat(client.events(type)).hasSize(2);
        if (fault == FaultKind.HUGE_FRAME) {
            assertThat(client.events(type).getFirst().toString()).hasSizeGreaterThan(2_000_000);
        }
        assertThat(kit.spoken(callId)).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({"HANGUP,caller_hung_up", "SESSION_EXPIRED,session_expired"})
    void a_call_can_end_at_any_moment(FaultKind fault, String reason) {
        String callId = kit.offerTurns("[{\"speaker\":\"caller\",\"silence_ms\":3600000}]");
        SidebandClient client = kit.answer(callId);
        kit.simulator.arm(new Fault(callId, fault, 30, 1));
        kit.awaitState(callId, CallState.ENDED);
        assertThat(kit.endReason(callId)).isEqualTo(reason);
        client.closed().orTimeout(5, TimeUnit.SECONDS).join();
        if (fault == FaultKind.SESSION_EXPIRED) {
            assertThat(client.events("error").getFirst().at("/error/code").asText())
                    .isEqualTo("session_expired");
        }
    }

    @Test
    void late_reordered_duplicated_and_interrupting_can_be_switched_on_by_fault() {
        for (FaultKind kind :
                new FaultKind[] {FaultKind.LATE_TRANSCRIPT, FaultKind.REORDER, FaultKind.DUPLICATE, FaultKind.INTERRUPT
                }) {
            kit.simulator.arm(new Fault("", kind, 0, 1));
        }
        String callId = kit.offer("order_lookup");
        SidebandClient client = kit.answer(callId);
        kit.awaitState(callId, CallState.ENDED);
        assertThat(kit.truth(callId, "fault")).hasSize(4);
        assertThat(kit.truth(callId, "turn")).hasSize(8).allMatch(line -> line.flag("delivered"));
        assertThat(client.events("session.created")).hasSize(1);
    }

    @Test
    void every_call_can_be_hit_until_the_faults_are_cleared() {
        kit.simulator.arm(new Fault("*", FaultKind.ACCEPT_500, 0, 1));
        String callId = kit.offer("silent_caller");
        for (int i = 0; i < 3; i++) {
            assertThat(kit.accept(callId).statusCode()).isEqualTo(500);
        }
        kit.simulator.disarm();
        assertThat(kit.accept(callId).statusCode()).isEqualTo(200);
    }

    @Test
    void tools_and_responses_can_fail_be_slow_or_hang() {
        kit.simulator.arm(FaultKind.TOOL_500);
        assertThat(lookUp().statusCode()).isEqualTo(500);
        kit.simulator.arm(new Fault("", FaultKind.TOOL_SLOW, 200, 1));
        long start = System.nanoTime();
        assertThat(lookUp().statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
        kit.simulator.arm(FaultKind.TOOL_HANG);
        assertThatThrownBy(() -> kit.postBriefly("/tools/lookup_order", "{}"))
                .hasCauseInstanceOf(HttpTimeoutException.class);
        String request = "{\"model\":\"m\",\"input\":\"x\"}";
        kit.simulator.arm(FaultKind.RESPONSES_500);
        assertThat(kit.post("/v1/responses", request).statusCode()).isEqualTo(500);
        kit.simulator.arm(FaultKind.RESPONSES_HANG);
        assertThatThrownBy(() -> kit.postBriefly("/v1/responses", request))
                .hasCauseInstanceOf(HttpTimeoutException.class);
        kit.simulator.arm(FaultKind.RESPONSES_INVALID_JSON);
        JsonNode broken = Json.read(kit.post("/v1/responses", request).body()).orElseThrow();
        assertThat(Json.read(broken.at("/output/0/content/0/text").asText())).isEmpty();
    }

    private HttpResponse<String> lookUp() {
        return kit.post("/tools/lookup_order", "{\"order_id\":\"ABC123\"}");
    }

    private int attachStatus(String callId) {
        try {
            kit.attach(callId, (self, event) -> {}).abort();
            return 101;
        } catch (CompletionException refused) {
            return ((WebSocketHandshakeException) refused.getCause())
                    .getResponse()
                    .statusCode();
        }
    }
}
