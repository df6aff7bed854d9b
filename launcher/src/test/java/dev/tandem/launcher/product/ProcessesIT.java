package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code ./tandem demo} as people type it, in a folder of its own beside what was built. */
@Order(2)
class ProcessesIT {
    private static final List<String> USED =
            List.of("tandem", "cluster-node", "simulator", "dev-cassandra", "launcher");

    private final Path home = Path.of("target", "product", "demo").toAbsolutePath();

    @BeforeEach
    void link() throws IOException {
        Product.closeRunning();
        Files.createDirectories(home);
        for (String used : USED) {
            if (!Files.exists(home.resolve(used))) {
                Files.createSymbolicLink(home.resolve(used), Component.HOME.resolve(used));
            }
        }
    }

    @Test
    void a_killed_demo_leaves_no_process_behind_and_the_next_one_is_right() throws Exception {
        Process killed = demo("--calls", "4", "--parallel", "4", "--speed", "1");
        Set<ProcessHandle> children = childrenOnceCallsTalk(killed);
        assertThat(children).hasSizeGreaterThanOrEqualTo(3).allMatch(ProcessHandle::isAlive);

        killed.toHandle().destroyForcibly();

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));

        Path report = home.resolve("report.json");
        Process next =
                demo("--calls", "3", "--parallel", "3", "--speed", "20", "--exit", "--report", report.toString());
        Set<ProcessHandle> nextChildren = new LinkedHashSet<>();
        String said = read(next, "no such line is ever said", nextChildren);
        assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(next.exitValue()).as(said).isZero();
        assertThat(nextChildren).hasSizeGreaterThanOrEqualTo(3).noneMatch(ProcessHandle::isAlive);
        JsonNode calls = new ObjectMapper().readTree(report.toFile()).path("calls");
        assertThat(calls).hasSize(3).allSatisfy(call -> {
            assertThat(call.path("status").asText()).isEqualTo("finished");
            assertThat(call.path("transcript_equal").asBoolean()).isTrue();
            assertThat(call.path("turns").asInt()).isPositive();
            assertThat(call.path("summary").asText()).isNotBlank();
        });
    }

    private Process demo(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("tandem").toString(), "demo"));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Component.asBuilt());
        return builder.start();
    }

    /** Everything it started, up to the moment when the agent greets the first caller. */
    private static Set<ProcessHandle> childrenOnceCallsTalk(Process demo) throws IOException {
        Set<ProcessHandle> children = new LinkedHashSet<>();
        String said = read(demo, "How can I help?", children);
        assertThat(said).contains("How can I help?");
        return children;
    }

    private static String read(Process demo, String until, Set<ProcessHandle> children) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader output = demo.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            demo.descendants().forEach(children::add);
            if (line.contains(until)) {
                break;
            }
        }
        return said.toString();
    }
}
