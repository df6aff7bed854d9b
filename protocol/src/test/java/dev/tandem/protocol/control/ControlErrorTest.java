package dev.tandem.protocol.control;

import static dev.tandem.protocol.VendorExamples.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.Mutations;
import dev.tandem.protocol.VendorExamples;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlErrorTest {

    @Test
    void the_vendors_error_object_is_read() {
        byte[] body = VendorExamples.json("rest/error.json")
                .at("/response/body")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        assertThat(ControlError.read(404, body))
                .isEqualTo(new ControlError(
                        404,
                        "invalid_request_error",
                        "call_id_not_found",
                        "No session found for the provided call_id",
                        null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{}", "<html>Bad Gateway</html>", "{'error':null}", "{'error':{'message':''}}"
            })
    void an_answer_without_one_has_only_its_status(String body) {
        assertThat(ControlError.read(502, quoted(body)))
                .isEqualTo(new ControlError(502, null, null, "HTTP 502 without an explanation", null));
    }

    @Test
    void an_error_that_is_only_a_text_is_its_message() {
        assertThat(ControlError.read(429, quoted("{'error':'slow down'}")))
                .isEqualTo(new ControlError(429, null, null, "slow down", null));
    }

    @Test
    void endless_texts_are_cut() {
        ControlError error =
                ControlError.read(500, quoted("{'error':{'message':'" + "m".repeat(10_000) + "','code':500}}"));
        assertThat(error.message()).hasSize(ControlError.MAX_TEXT);
        assertThat(error.code()).isEqualTo("500");
    }

    @Test
    void whatever_the_answer_it_is_read() {
        var body = VendorExamples.json("rest/error.json").at("/response/body");
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        Mutations.ofFields(
                body,
                changed -> assertThat(ControlError.read(400, changed).message()).isNotBlank());
        Mutations.ofLength(
                bytes, cut -> assertThat(ControlError.read(400, cut).code()).isNull());
        Mutations.ofBytes(
                bytes,
                changed -> assertThat(ControlError.read(400, changed).status()).isEqualTo(400));
    }
}
