package dev.tandem.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Nothing is measured here; a benchmark that no longer runs is noticed by the build. */
class MicroBenchmarksTest {

    @Test
    void every_benchmark_runs() throws Exception {
        assertThat(MicroBenchmarks.smoke())
                .extracting(result -> result.getParams().getBenchmark().replaceAll(".*\\.(\\w+)\\.\\w+", "$1"))
                .contains(
                        "RealtimeEventsBenchmark",
                        "WebhookBenchmark",
                        "JournalBenchmark",
                        "SlotsBenchmark",
                        "CallBenchmark");
    }
}
