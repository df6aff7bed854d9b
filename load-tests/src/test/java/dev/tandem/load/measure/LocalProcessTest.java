package dev.tandem.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
    @TempDir
    Path proc;

    @Test
    void cpu_and_memory_are_read_past_a_name_with_blanks_and_brackets() throws Exception {
        Path folder = Files.createDirectory(proc.resolve("42"));
        Files.writeString(
                folder.resolve("stat"),
                "42 (a (b) c) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 30 0 100 1000 10 18446744073709551615\n");
        Files.writeString(folder.resolve("status"), "Name:\ta\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n");
        assertThat(LocalProcess.read(proc, 42)).hasValue(new LocalProcess(3.0, 100, 200));
    }

    @Test
    void a_process_that_is_gone_is_empty() {
        assertThat(LocalProcess.read(proc, 43)).isEmpty();
    }
}
