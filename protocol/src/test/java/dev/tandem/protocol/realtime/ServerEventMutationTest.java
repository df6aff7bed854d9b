package dev.tandem.protocol.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.Mutations;
import dev.tandem.protocol.VendorExamples;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to an event on its way, reading it never throws and never makes an event that lacks what it needs. */
class ServerEventMutationTest {

    /** What documents itself as null when absent. */
    private static final Set<String> NULLABLE =
            Set.of("previousItemId", "reason", "errorCode", "name", "code", "param", "clientEventId", "transcript");

    @ParameterizedTest
    @MethodSource("examples")
    void each_field_missing_or_mistyped_is_survived(String name) {
        Mutations.ofFields(VendorExamples.json(name), ServerEventMutationTest::readsSoundly);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_event_cut_anywhere_is_unknown(String name) {
        byte[] whole = VendorExamples.json(name).toString().getBytes(StandardCharsets.UTF_8);
        Mutations.ofLength(whole, cut -> assertThat(ServerEvents.read(cut)).isInstanceOf(ServerEvent.Unknown.class));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void changed_bytes_are_survived(String name) {
        Mutations.ofBytes(VendorExamples.bytes(name), ServerEventMutationTest::readsSoundly);
    }

    static Stream<String> examples() {
        return Stream.concat(VendorExamples.names("server-events").stream(), VendorExamples.names("variants").stream());
    }

    private static void readsSoundly(byte[] event) {
        ServerEvent read;
        try {
            read = ServerEvents.read(event);
        } catch (RuntimeException e) {
            throw new AssertionError("threw on " + new String(event, StandardCharsets.ISO_8859_1), e);
        }
        assertSound(read, event);
    }

    private static void assertSound(Record read, byte[] event) {
        for (RecordComponent component : read.getClass().getRecordComponents()) {
            Object value = value(read, component);
            if (value == null) {
                assertThat(NULLABLE)
                        .as(() -> "null in %s of %s".formatted(read, new String(event, StandardCharsets.ISO_8859_1)))
                        .contains(component.getName());
            } else if (value instanceof Record nested) {
                assertSound(nested, event);
            } else if (value instanceof List<?> list) {
                list.forEach(element -> assertSound((Record) element, event));
            } else if (value instanceof String text) {
                assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text))
                        .as("can be stored: %s", read)
                        .isTrue();
                if (component.getName().toLowerCase(java.util.Locale.ROOT).endsWith("id")
                        && !component.getName().equals("sessionId")) {
                    assertThat(text).isNotEmpty();
                }
            }
        }
    }

    private static void assertSound(ServerEvent read, byte[] event) {
        assertSound((Record) read, event);
    }

    private static Object value(Record read, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(read);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
