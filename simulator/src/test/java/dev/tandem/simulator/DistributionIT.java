package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DistributionIT {
    @Test
    void its_own_distribution_starts_in_less_than_two_seconds() throws IOException, InterruptedException {
        Path script = Path.of("target", "tandem-simulator", "tandem-simulator", "bin", "simulator");
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "--port", "0", "--end-with-parent");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long began = System.nanoTime();
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            String line = out.readLine();
            while (line != null && !line.startsWith("simulator ready on ")) {
                line = out.readLine();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            System.out.println("the distribution was ready after " + took.toMillis() + " ms");
            assertThat(line).isNotNull();
            assertThat(took).isLessThan(Duration.ofSeconds(2));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
