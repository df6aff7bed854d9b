package dev.tandem.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file, reading it ends in tenants or faults. */
class TenantFilesMutationTest {

    private static final int ROUNDS = 2_000;
    private static final List<String> TOKENS = List.of(
            "[",
            "]",
            "{",
            "}",
            ":",
            ": ",
            "- ",
            "&a ",
            "*a",
            "<<: ",
            "!!int ",
            "? ",
            "| ",
            "> ",
            "\"",
            "'",
            "#",
            "\n",
            "  ",
            "\t",
            "null",
            "~",
            "1e999",
            "0x1F",
            "1:30",
            ".inf",
            "2024-01-01",
            "yes",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "\u0000",
            "${env:",
            "${file:/",
            "$ref: x",
            "!<tag:x> ",
            "@",
            "`");

    @TempDir
    Path directory;

    @Test
    void a_changed_file_never_makes_the_reader_throw() {
        AtomicInteger invalid = new AtomicInteger();
        for (int seed = 0; seed < ROUNDS; seed++) {
            String mutated = mutated(new Random(seed));
            assertThatCode(() -> invalid.addAndGet(faultsOf(mutated)))
                    .as("seed %d:%n%s", seed, mutated)
                    .doesNotThrowAnyException();
        }
        assertThat(invalid.get()).as("files that were found invalid").isBetween(ROUNDS / 2, ROUNDS);
    }

    private int faultsOf(String text) {
        Given.file(directory, "acme.yaml", text);
        List<Fault> faults = Given.faults(directory);
        faults.forEach(fault -> assertThat(fault.message()).isNotBlank());
        return faults.isEmpty() ? 0 : 1;
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(Given.acme());
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 1 -> text.delete(at, end);
                case 2 -> text.replace(at, end, TOKENS.get(random.nextInt(TOKENS.size())));
                default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        return text.toString();
    }
}
