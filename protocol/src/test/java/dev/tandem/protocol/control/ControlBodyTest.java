package dev.tandem.protocol.control;

import static dev.tandem.protocol.VendorExamples.json;
import static dev.tandem.protocol.VendorExamples.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.protocol.VendorSchema;
import dev.tandem.protocol.realtime.Examples;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.protocol.tenant.TurnDetection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlBodyTest {

    @Test
    void an_accept_carries_the_whole_session_with_its_model() {
        SessionSettings settings = SessionSettings.of(Examples.agent(new TurnDetection.ServerVad(true, 8000)));
        assertThat(parse(ControlBody.accept(settings))).isEqualTo(settings.toJson());
        assertThat(parse(ControlBody.accept(settings)).path("model").asText()).isEqualTo("gpt-realtime");
    }

    @Test
    void an_accept_never_carries_what_sip_refuses() {
        SessionSettings settings = SessionSettings.of(Examples.agent(new TurnDetection.ServerVad(true, 8000)));
        var detection = parse(ControlBody.accept(settings)).at("/audio/input/turn_detection");
        assertThat(detection).isEqualTo(json("rest/accept.full.json").at("/request/body/audio/input/turn_detection"));
    }

    @Test
    void a_rejection_names_the_sip_status() {
        assertThat(parse(ControlBody.reject(486)))
                .isEqualTo(json("rest/reject.json").at("/request/body"));
        assertThat(VendorSchema.of("RealtimeCallRejectRequest").faults(parse(ControlBody.reject(486))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -486, 200, 399, 700})
    void a_status_that_is_no_failure_is_refused(int status) {
        assertThatThrownBy(() -> ControlBody.reject(status))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SIP status %d is no failure (400 to 699)".formatted(status));
    }

    @Test
    void a_transfer_names_its_target() {
        assertThat(parse(ControlBody.refer("tel:+14155550123")))
                .isEqualTo(json("rest/refer.json").at("/request/body"));
        assertThat(VendorSchema.of("RealtimeCallReferRequest").faults(parse(ControlBody.refer("sip:a@b"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "tel:", "+14155550123", "https://example.com", "sip:a b", "tel:+1\r\nVia: x", "<sip:a@b>"})
    void a_transfer_to_what_is_no_address_is_refused_without_repeating_it(String target) {
        assertThatThrownBy(() -> ControlBody.refer(target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a transfer's target is a tel: or sip: address");
    }
}
