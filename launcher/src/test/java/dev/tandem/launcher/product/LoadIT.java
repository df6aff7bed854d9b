package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A small load on a running product: what it says is what happened, however fast this machine is. */
class LoadIT {
    private static final int CALLS = 20;
    private static final Pattern REPORT = Pattern.compile("(?m)^Report: (\\S+)/index\\.html");

    private final Product product = Product.shared();

    @Test
    void calls_that_are_carried_and_told_rightly_are_green() throws Exception {
        Said said = load();
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains("transcripts equal what was said: all do", "GREEN");
        JsonNode report = said.report();
        assertThat(report.path("green").asBoolean()).isTrue();
        assertThat(report.at("/calls/right").asInt()).isEqualTo(CALLS);
        assertThat(report.at("/times_ms/webhook to accept/count").asInt()).isEqualTo(CALLS);
        assertThat(report.at("/times_ms/turn: tool call to its output/count").asInt())
                .isPositive();
        assertThat(report.at("/processes/0/name").asText()).isEqualTo("node-1");
        assertThat(report.at("/processes/0/cpu_seconds").asDouble()).isPositive();
        assertThat(report.path("findings"))
                .allMatch(finding -> finding.path("holds").asBoolean());
        assertThat(said.folder().resolve("index.html")).isNotEmptyFile();
    }

    @Test
    void calls_that_leave_before_they_are_answered_make_it_fail() throws Exception {
        product.arm("accept_404", "", 0, 5);
        try {
            Said said = load();
            assertThat(said.code()).as(said.text()).isEqualTo(1);
            assertThat(said.text()).contains("RED", "was not answered: left_before_answer");
            assertThat(said.report().at("/calls/right").asInt()).isEqualTo(CALLS - 5);
            assertThat(said.report().at("/calls/wrong").asInt()).isEqualTo(5);
        } finally {
            product.disarmAll();
        }
    }

    private Said load() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Component.HOME.resolve("tandem").toString(),
                "load",
                "--simulation",
                "CallArrivals",
                "--calls",
                String.valueOf(CALLS),
                "--rate",
                "10",
                "--webhook-p99",
                "10000",
                "--failures",
                "100",
                "--target",
                "http://127.0.0.1:" + product.webhookPort(),
                "--operator",
                product.api().base(),
                "--simulator",
                product.simulator().base()));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Component.HOME.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Component.asBuilt());
        builder.environment().put("TANDEM_ADMIN_TOKEN", product.adminToken());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private record Said(int code, String text) {
        Path folder() {
            Matcher line = REPORT.matcher(text);
            assertThat(line.find()).as("a report is named in:\n%s", text).isTrue();
            return Path.of(line.group(1));
        }

        JsonNode report() throws Exception {
            return new ObjectMapper().readTree(Files.readString(folder().resolve("load.json")));
        }
    }
}
