package dev.tandem.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    Path folder;

    @Test
    void too_little_memory_is_told_with_both_numbers() throws IOException {
        assertThatThrownBy(() -> Machine.requireMemory(memory(1024 * 1024)))
                .isInstanceOf(Unable.class)
                .hasMessageContaining("2500 MB")
                .hasMessageContaining("1024 MB");
    }

    @Test
    void enough_memory_or_a_system_that_does_not_tell_passes() {
        assertThatCode(() -> Machine.requireMemory(memory(4 * 1024 * 1024))).doesNotThrowAnyException();
        assertThatCode(() -> Machine.requireMemory(folder.resolve("absent"))).doesNotThrowAnyException();
    }

    @Test
    void a_taken_port_is_replaced_by_a_free_one_and_named() throws IOException {
        Ports documented = Ports.choose(notice -> {});
        List<String> notices = new ArrayList<>();
        try (ServerSocket taken = new ServerSocket(documented.operator())) {
            Ports chosen = Ports.choose(notices::add);
            assertThat(chosen.operator()).isNotEqualTo(taken.getLocalPort());
            assertThat(notices).hasSize(1).first().asString().contains("operator, now " + chosen.operator());
            assertThat(IntStream.of(
                                    chosen.http(),
                                    chosen.operator(),
                                    chosen.media(),
                                    chosen.management(),
                                    chosen.remoting(),
                                    chosen.simulator(),
                                    chosen.cassandra())
                            .distinct())
                    .hasSize(7);
        }
    }

    private Path memory(long availableKb) throws IOException {
        return Files.writeString(
                folder.resolve("meminfo"), "MemTotal:  9999999 kB\nMemAvailable:    " + availableKb + " kB\n");
    }
}
