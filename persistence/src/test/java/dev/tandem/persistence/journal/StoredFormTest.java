package dev.tandem.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tandem.protocol.call.CallEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

/**
 * The bytes of every event as version 1 stored them. A file is three lines: serializer id, manifest, base64 of the bytes. A new
 * event's file is written by {@code -Dtandem.golden.add=true}, which never changes one that is there.
 */
class StoredFormTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/v1");

    private static ActorTestKit kit;
    private static Serialization serialization;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create("stored-form", ConfigFactory.defaultReference());
        serialization = SerializationExtension.get(kit.system());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    static List<CallEvent> events() {
        return SampleEvents.ALL;
    }

    @ParameterizedTest
    @MethodSource("events")
    void bytes_of_version_1_are_read_as_the_event_they_were_made_from(CallEvent event) throws IOException {
        List<String> golden = golden(event);
        Object read = serialization
                .deserialize(Base64.getDecoder().decode(golden.get(2)), Integer.parseInt(golden.get(0)), golden.get(1))
                .get();
        assertThat(read).as(name(event)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_is_still_stored_as_version_1_did(CallEvent event) throws IOException {
        assertThat(stored(event))
                .as("the stored form of %s changed: existing journals need a JacksonMigration", name(event))
                .isEqualTo(golden(event));
    }

    @Test
    void every_event_of_the_language_has_golden_bytes() {
        Set<Class<?>> sampled = events().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(records(CallEvent.class)).containsExactlyInAnyOrderElementsOf(sampled);
    }

    @Test
    void words_keep_out_of_the_events_own_text() {
        assertThat(events().toString()).doesNotContain("4915112345678", "Grüß", "find\":", "sent");
    }

    @Test
    void bytes_nobody_can_read_stop_nobody() throws IOException {
        List<String> golden = golden(events().getLast());
        byte[] bytes = Base64.getDecoder().decode(golden.get(2));
        int serializer = Integer.parseInt(golden.get(0));
        assertThat(serialization
                        .deserialize(new byte[] {1, 2, 3}, serializer, golden.get(1))
                        .get())
                .isInstanceOf(Unreadable.class);
        String later = CallEvent.class.getName() + "$CallUndreamt";
        assertThat(serialization.deserialize(bytes, serializer, later).get()).isInstanceOf(Unreadable.class);
        assertThat(serialization
                        .deserialize(bytes, serializer, "java.lang.String")
                        .get())
                .isInstanceOf(Unreadable.class);
    }

    private static Stream<Class<?>> children(Class<?> type) {
        return Stream.of(type.getPermittedSubclasses());
    }

    private static Set<Class<?>> records(Class<?> type) {
        return children(type)
                .flatMap(child -> child.isRecord() ? Stream.of(child) : records(child).stream())
                .collect(Collectors.toSet());
    }

    private static List<String> stored(CallEvent event) {
        var serializer = serialization.findSerializerFor(event);
        return List.of(
                Integer.toString(serializer.identifier()),
                Serializers.manifestFor(serializer, event),
                Base64.getEncoder().encodeToString(serializer.toBinary(event)));
    }

    private static List<String> golden(CallEvent event) throws IOException {
        Path file = GOLDEN.resolve(name(event) + ".txt");
        if (Boolean.getBoolean("tandem.golden.add") && !Files.exists(file)) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, String.join("\n", stored(event)) + "\n", StandardCharsets.UTF_8);
        }
        assertThat(file).as("golden bytes of %s", name(event)).exists();
        return Files.readAllLines(file);
    }

    private static String name(CallEvent event) {
        // Optional components that came later: the bytes without them stay as they are.
        boolean grown =
                event instanceof CallEvent.TurnTimed timed && timed.timing().speechEnd() != null;
        return event.getClass().getSimpleName() + (grown ? ".speechEnd" : "");
    }
}
