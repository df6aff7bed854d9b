package dev.tandem.protocol.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:+18005551212@sip.example.com",
                "<sip:+18005551212@sip.example.com>",
                "<sip:+18005551212@sip.example.com;transport=tls>;tag=abc",
                "sip:+18005551212@sip.example.com;tag=abc",
                "Sales <sip:+18005551212@sip.example.com>;tag=abc",
                "\"Sales\" <sip:+18005551212@sip.example.com>",
                "\"Sales, <sip:+19995550000@evil>\" <sip:+18005551212@sip.example.com>",
                "\"Say \\\"hi\\\" <x>\" <sip:+18005551212@sip.example.com>",
                "\"never closed <sip:+18005551212@sip.example.com>",
                "<sip:+18005551212@sip.example.com",
                "SIPS:+18005551212@sip.example.com:5061",
                "sip:+18005551212:secret@sip.example.com",
                "sip:+18005551212;phone-context=example.com@sip.example.com;user=phone",
                "sip:%2B18005551212@sip.example.com",
                "sip:+1-800-555-1212@sip.example.com",
                "sip:+1%20(800)%20555.1212@sip.example.com",
                "tel:+18005551212",
                "<tel:+1-800-555-1212;ext=7>",
                "tel:+18005551212?x=y",
                "TEL:+1(800)555-1212",
                "sip:+18005551212",
                "+18005551212@sip.example.com",
                "+18005551212",
                "  sip:0018005551212@sip.example.com  ",
                "sip:18005551212@sip.example.com",
                "sip:+18005551212@a@b"
            })
    void a_dialled_number_is_found_however_it_is_written(String header) {
        assertThat(SipAddress.parse(header).e164()).contains("+18005551212");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.com, sip, alice, example.com",
        "sips:100@pbx:5061;transport=tls, sips, 100, pbx:5061",
        "<sip:example.com>, sip, '', example.com",
        "sip:10.0.0.1, sip, '', 10.0.0.1",
        "tel:911, tel, 911, ''",
        "sip:8005551212@example.com, sip, 8005551212, example.com",
        "sip:030123456@example.com, sip, 030123456, example.com",
        "sip:+0123456789@example.com, sip, +0123456789, example.com",
        "sip:+1234567890123456@example.com, sip, +1234567890123456, example.com",
        "sip:+123456@example.com, sip, +123456, example.com",
        "sip:a%00b%zz%4@example.com, sip, a%00b%zz%4, example.com",
        "anonymous, '', '', anonymous",
        "mailto:alice@example.com, '', mailto, example.com",
        "'', '', '', ''"
    })
    void what_is_no_international_number_keeps_its_user_as_written(
            String header, String scheme, String user, String host) {
        SipAddress address = SipAddress.parse(header);
        assertThat(address).isEqualTo(new SipAddress(scheme, user, host));
        assertThat(address.e164()).isEmpty();
    }

    @Test
    void digits_of_other_scripts_are_no_number() {
        assertThat(SipAddress.parse("tel:+\uff11\uff18\uff10\uff10\uff15\uff15\uff15\uff11\uff12\uff11\uff12")
                        .e164())
                .isEmpty();
    }

    @Test
    void it_never_shows_whom_it_names() {
        assertThat(SipAddress.parse("sip:+18005551212@sip.example.com").toString())
                .doesNotContain("8005551212")
                .isEqualTo("SipAddress[sip, 12 chars]");
    }

    @Test
    void no_header_whatever_makes_it_throw_or_take_long() {
        Random random = new Random(20_260_101);
        String alphabet = "sip:tel:+0123@<>\"\\;?%()-. ax";
        for (int i = 0; i < 20_000; i++) {
            String junk = random.ints(random.nextInt(30), 0, alphabet.length())
                    .collect(StringBuilder::new, (text, at) -> text.append(alphabet.charAt(at)), StringBuilder::append)
                    .toString();
            SipAddress.parse(junk).e164().ifPresent(number -> assertThat(number).matches("\\+[1-9][0-9]{6,14}"));
        }
        assertThat(SipAddress.parse("<".repeat(1_000_000)).e164()).isEmpty();
        assertThat(SipAddress.parse("tel:+" + "1".repeat(1_000_000)).userPart()).hasSizeLessThan(SipAddress.MAX_LENGTH);
    }
}
