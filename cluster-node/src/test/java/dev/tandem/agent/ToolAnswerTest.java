package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class ToolAnswerTest {

    private static final ContentType LATIN = MediaTypes.TEXT_PLAIN.toContentType(HttpCharsets.ISO_8859_1);

    @Test
    void is_the_text_of_the_body_whatever_its_form() {
        assertThat(ToolAnswer.text(ContentTypes.APPLICATION_JSON, ByteString.fromString("{\"a\":1}")))
                .isEqualTo("{\"a\":1}");
        assertThat(ToolAnswer.text(ContentTypes.NO_CONTENT_TYPE, ByteString.fromString("Größe 9 😀")))
                .isEqualTo("Größe 9 😀");
        assertThat(ToolAnswer.text(LATIN, ByteString.fromArray("Größe".getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo("Größe");
    }

    @Test
    void is_cut_and_marked_beyond_16_kilobytes_and_never_within_a_character() {
        String text = "a" + "😀".repeat(5_000);

        String output = ToolAnswer.text(ContentTypes.TEXT_PLAIN_UTF8, ByteString.fromString(text));

        assertThat(output).isEqualTo("a" + "😀".repeat(4_095) + "\n[cut: the tool's answer had 20001 bytes]");
    }

    @Test
    void is_not_cut_at_16_kilobytes() {
        String text = "a".repeat(ToolAnswer.MAX_OUTPUT_BYTES);

        assertThat(ToolAnswer.text(ContentTypes.TEXT_PLAIN_UTF8, ByteString.fromString(text)))
                .isEqualTo(text);
    }

    @Test
    void is_never_empty_and_never_binary() {
        assertThat(ToolAnswer.text(ContentTypes.NO_CONTENT_TYPE, ByteString.emptyByteString()))
                .isEqualTo("{\"ok\":true}");
        assertThat(ToolAnswer.text(ContentTypes.NO_CONTENT_TYPE, ByteString.fromInts(1, 0, 2)))
                .contains("3 bytes that are not text");
        assertThat(ToolAnswer.text(MediaTypes.IMAGE_PNG.toContentType(), ByteString.fromInts(65)))
                .contains("not text");
    }
}
