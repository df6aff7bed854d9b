package dev.tandem.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.load.report.GatlingOutput.Asserted;
import org.junit.jupiter.api.Test;

class GatlingOutputTest {
    @Test
    void assertions_are_read_from_what_gatling_prints() {
        GatlingOutput output = GatlingOutput.of(() -> {
            System.out.println("Simulation X started...");
            System.out.println(
                    "webhook: percentage of failed events is less than or equal to 0.5 : false (actual : 2.25)");
            System.out.println(
                    "API: list of calls: 99th percentile of response time is less than or equal to 1000.0 : true (actual : 12.0)");
            System.out.println(
                    "gone: count of failed events is 0.0 : false (Could not find stats matching assertion path List(gone))");
            return 2;
        });
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.assertions())
                .containsExactly(
                        new Asserted(
                                "webhook: percentage of failed events is less than or equal to 0.5", false, "2.25"),
                        new Asserted(
                                "API: list of calls: 99th percentile of response time is less than or equal to 1000.0",
                                true,
                                "12.0"),
                        new Asserted(
                                "gone: count of failed events is 0.0",
                                false,
                                "Could not find stats matching assertion path List(gone)"));
    }
}
