package dev.tandem.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** Everything that may have happened to a message on its way: each field missing or mistyped, cut at every byte, bytes changed. */
public final class Mutations {

    /** Fixed, so that a failure can be repeated. */
    private static final long SEED = 20_260_101;

    private static final int RANDOM_CHANGES = 300;

    private static final String[] WRONG = {
        "null",
        "\"\"",
        "\"x\"",
        "\"\\ud83d\"",
        "-1",
        "1e999",
        "123456789012345678901234567890",
        "0.5",
        "true",
        "[]",
        "{}",
        "[[[{}]]]",
        "{\"type\":{}}",
        "[null,7,\"x\",{\"id\":7}]"
    };

    private Mutations() {}

    /** Passes on every message that lacks one field or array element of the given one, or has something else in its place. */
    public static void ofFields(JsonNode message, Consumer<byte[]> seen) {
        mutate(message, message, seen);
    }

    /** Passes on every beginning of the message. */
    public static void ofLength(byte[] message, Consumer<byte[]> seen) {
        for (int length = 0; length < message.length; length++) {
            seen.accept(Arrays.copyOf(message, length));
        }
    }

    /** Passes on the message with some of its bytes changed at random. */
    public static void ofBytes(byte[] message, Consumer<byte[]> seen) {
        Random random = new Random(SEED);
        for (int change = 0; change < RANDOM_CHANGES; change++) {
            byte[] changed = message.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            seen.accept(changed);
        }
    }

    private static void mutate(JsonNode root, JsonNode node, Consumer<byte[]> seen) {
        if (node instanceof ObjectNode object) {
            for (var field : object.deepCopy().properties()) {
                JsonNode original = object.remove(field.getKey());
                seen.accept(bytes(root));
                for (String wrong : WRONG) {
                    object.set(field.getKey(), VendorExamples.parse(wrong.getBytes(StandardCharsets.UTF_8)));
                    seen.accept(bytes(root));
                }
                object.set(field.getKey(), original);
                mutate(root, original, seen);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode original = array.get(i);
                for (String wrong : WRONG) {
                    array.set(i, VendorExamples.parse(wrong.getBytes(StandardCharsets.UTF_8)));
                    seen.accept(bytes(root));
                }
                array.set(i, original);
                mutate(root, original, seen);
            }
        }
    }

    private static byte[] bytes(JsonNode root) {
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
