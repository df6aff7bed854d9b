package dev.tandem.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of admission's journal and snapshots as they were first stored; a new one's are added as for a call's events. */
class AdmissionStoredFormTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/admission");
    private static final Instant AT = Instant.parse("2026-03-01T10:15:30.123456Z");

    private static ActorTestKit kit;
    private static Serialization serialization;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create("admission-stored-form", ConfigFactory.defaultReference());
        serialization = SerializationExtension.get(kit.system());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    static Stream<Object> stored() {
        Map<String, String> reserved = new LinkedHashMap<>();
        reserved.put("rtc_3", "acme");
        reserved.put("rtc_4", "bloom");
        return Stream.of(
                new AdmissionEvent.SlotsChanged(AT, new LinkedHashSet<>(List.of("rtc_1", "rtc_2")), reserved),
                new AdmissionEvent.Reserved(AT, "rtc_1", "acme"),
                new AdmissionEvent.Freed(AT, "rtc_1"),
                AdmissionState.EMPTY.reserve("rtc_1", "acme"));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void is_stored_as_it_first_was_and_read_back_from_that(Object object) throws IOException {
        var serializer = serialization.findSerializerFor(object);
        List<String> now = List.of(
                Integer.toString(serializer.identifier()),
                Serializers.manifestFor(serializer, object),
                Base64.getEncoder().encodeToString(serializer.toBinary(object)));
        Path file = GOLDEN.resolve(object.getClass().getSimpleName() + ".txt");
        if (Boolean.getBoolean("tandem.golden.add") && !Files.exists(file)) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, String.join("\n", now) + "\n", StandardCharsets.UTF_8);
        }
        List<String> golden = Files.readAllLines(file);
        assertThat(now).as("existing journals need a JacksonMigration").isEqualTo(golden);
        assertThat(serialization
                        .deserialize(
                                Base64.getDecoder().decode(golden.get(2)),
                                Integer.parseInt(golden.get(0)),
                                golden.get(1))
                        .get())
                .isEqualTo(object);
    }

    @Test
    void every_event_has_golden_bytes() {
        assertThat(stored().map(Object::getClass)).contains(AdmissionEvent.class.getPermittedSubclasses());
    }
}
