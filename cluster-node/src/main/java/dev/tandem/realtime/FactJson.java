package dev.tandem.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tandem.protocol.call.CallEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Facts as lines of JSON, in the same shape in which they travel to their call. */
final class FactJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private record Line(@FactTypes CallEvent.Observed fact) {}

    private FactJson() {}

    /** One line without its end. */
    static String write(CallEvent.Observed fact) {
        try {
            return JSON.writeValueAsString(new Line(fact));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every fact has a JSON form", e);
        }
    }

    static CallEvent.Observed read(String line) throws IOException {
        return JSON.readValue(line.getBytes(StandardCharsets.UTF_8), Line.class).fact();
    }
}
