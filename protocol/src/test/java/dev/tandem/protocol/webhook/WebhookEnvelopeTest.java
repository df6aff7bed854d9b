package dev.tandem.protocol.webhook;

import static dev.tandem.protocol.VendorExamples.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.Mutations;
import dev.tandem.protocol.VendorExamples;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SipHeader;
import dev.tandem.protocol.webhook.WebhookEnvelope.Acknowledged;
import dev.tandem.protocol.webhook.WebhookEnvelope.CallIncoming;
import dev.tandem.protocol.webhook.WebhookEnvelope.NotAnEnvelope;
import dev.tandem.protocol.webhook.WebhookEnvelope.Unusable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEnvelopeTest {

    private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void the_vendors_call_is_read() {
        assertThat(read(VendorExamples.bytes("webhooks/realtime.call.incoming.json")))
                .isEqualTo(new CallIncoming(
                        "evt_abc123",
                        Instant.ofEpochSecond(1719168000),
                        "rtc_479a275623b54bdb9b6fbae2f7cbd408",
                        List.of(
                                header("Max-Forwards", "63"),
                                header("CSeq", "851287 INVITE"),
                                header("Content-Type", "application/sdp"))));
    }

    @Test
    void a_signed_delivery_says_who_was_dialled_and_by_whom() {
        byte[] body = VendorExamples.json("webhooks/signed-delivery.json")
                .path("body")
                .asText()
                .getBytes(StandardCharsets.UTF_8);
        CallIncoming call = (CallIncoming) read(body);
        assertThat(call.dialled().flatMap(SipAddress::e164)).contains("+18005551212");
        assertThat(call.caller().flatMap(SipAddress::e164)).contains("+142555512112");
    }

    @Test
    void a_call_without_a_to_header_dialled_nobody_we_know() {
        CallIncoming call = (CallIncoming) read(call("'call_id':'rtc_1'"));
        assertThat(call.dialled()).isEmpty();
        assertThat(call.caller()).isEmpty();
    }

    @Test
    void compact_and_oddly_written_header_names_count_and_the_first_one_wins() {
        CallIncoming call =
                (CallIncoming) read(call("'call_id':'rtc_1','sip_headers':[{'name':'t','value':'tel:+4930123456'},"
                        + "{'name':'FROM','value':'tel:+4930654321'},{'name':'To','value':'tel:+1'}]"));
        assertThat(call.dialled().map(SipAddress::userPart)).contains("+4930123456");
        assertThat(call.caller().map(SipAddress::userPart)).contains("+4930654321");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks/live.call.incoming.json",
                "webhooks/live.transport.incoming.json",
                "webhooks/response.completed.json",
                "webhooks/batch.completed.json"
            })
    void every_other_type_needs_nothing(String name) {
        assertThat(read(VendorExamples.bytes(name)))
                .isEqualTo(
                        new Acknowledged(VendorExamples.json(name).path("type").asText()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "'realtime.call.incoming'",
                "{}",
                "{'type':null}",
                "{'type':7}",
                "{'type':' '}",
                "{'type':'realtime.call.incoming'",
                "{'type':'realtime.call.incoming'}{}"
            })
    void what_is_no_envelope_is_called_none(String body) {
        assertThat(read(quoted(body))).isInstanceOf(NotAnEnvelope.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'call_id':null",
                "'call_id':''",
                "'call_id':{}",
                "'call_id':'rtc 1'",
                "'call_id':'rtc/1'",
                "'call_id':'rtc_\\u00e9'",
                "'call_id':'../../etc'",
                "'other':1"
            })
    void a_call_that_cannot_be_named_is_unusable_not_refused(String data) {
        assertThat(read(call(data))).isInstanceOf(Unusable.class);
        assertThat(read(quoted("{'type':'realtime.call.incoming'}")))
                .isEqualTo(new Unusable("realtime.call.incoming", "data.call_id is missing"));
    }

    @Test
    void a_call_id_has_at_most_128_characters() {
        assertThat(read(call("'call_id':'" + "c".repeat(128) + "'"))).isInstanceOf(CallIncoming.class);
        assertThat(read(call("'call_id':'" + "c".repeat(129) + "'"))).isInstanceOf(Unusable.class);
    }

    @Test
    void without_a_usable_time_the_call_began_when_it_was_received() {
        for (String createdAt : List.of("null", "'soon'", "-5", "1e300", "[]", "99999999999999")) {
            CallIncoming call = (CallIncoming) read(
                    quoted("{'type':'realtime.call.incoming','created_at':" + createdAt + ",'data':{'call_id':'c'}}"));
            assertThat(call.createdAt()).as(createdAt).isEqualTo(RECEIVED);
        }
    }

    @Test
    void headers_keep_their_order_and_repeats_and_what_is_none_is_left_out() {
        CallIncoming call = (CallIncoming) read(call("'call_id':'c','sip_headers':[{'name':'Via','value':'1'},7,null,"
                + "{'value':'nameless'},{'name':'X'},{'name':'Via','value':'2'}]"));
        assertThat(call.headers()).containsExactly(header("Via", "1"), header("X", ""), header("Via", "2"));
    }

    @Test
    void headers_are_bounded_in_number_and_size_but_the_dialled_number_is_never_lost() {
        String many = IntStream.range(0, 1_000)
                .mapToObj(i -> "{'name':'X-" + i + "','value':'v'}")
                .collect(Collectors.joining(","));
        CallIncoming crowded = (CallIncoming)
                read(call("'call_id':'c','sip_headers':[" + many + ",{'name':'To','value':'tel:+4930123456'}]"));
        assertThat(crowded.headers()).hasSize(WebhookEnvelopes.MAX_HEADERS + 1);
        assertThat(crowded.dialled().flatMap(SipAddress::e164)).contains("+4930123456");

        String big = "{'name':'X','value':'" + "v".repeat(20_000) + "'}";
        CallIncoming heavy = (CallIncoming) read(call("'call_id':'c','sip_headers':["
                + String.join(",", big, big, big, big, big) + ",{'name':'To','value':'tel:+4930123456'}]"));
        assertThat(heavy.headers().get(0).value().text()).hasSize(WebhookEnvelopes.MAX_HEADER_VALUE);
        assertThat(heavy.headers().stream()
                        .mapToInt(header -> header.value().text().length())
                        .sum())
                .isLessThan(WebhookEnvelopes.MAX_HEADERS_TOTAL + 100);
        assertThat(heavy.dialled().flatMap(SipAddress::e164)).contains("+4930123456");
    }

    @Test
    void whatever_the_body_it_is_read() {
        for (String name : VendorExamples.names("webhooks")) {
            byte[] body = VendorExamples.bytes(name);
            Mutations.ofFields(
                    VendorExamples.json(name),
                    changed -> assertThat(read(changed)).isNotNull());
            Mutations.ofBytes(body, changed -> assertThat(read(changed)).isNotNull());
            byte[] compact = VendorExamples.json(name).toString().getBytes(StandardCharsets.UTF_8);
            Mutations.ofLength(compact, cut -> assertThat(read(cut)).isInstanceOf(NotAnEnvelope.class));
        }
    }

    private static WebhookEnvelope read(byte[] body) {
        return WebhookEnvelope.read(body, RECEIVED);
    }

    private static byte[] call(String data) {
        return quoted("{'type':'realtime.call.incoming','created_at':1719168000,'data':{" + data + "}}");
    }

    private static SipHeader header(String name, String value) {
        return new SipHeader(name, Personal.of(value));
    }
}
