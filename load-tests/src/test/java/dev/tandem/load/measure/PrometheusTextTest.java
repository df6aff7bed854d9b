package dev.tandem.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private final PrometheusText metrics = PrometheusText.parse("""
            # HELP process_cpu_time_ns_total The "cpu time"
            # TYPE process_cpu_time_ns_total counter
            process_cpu_time_ns_total 1.478E10
            jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 2.0E7
            jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 1.0E7
            jvm_memory_used_bytes{area="nonheap",id="CodeHeap 'non-nmethods'"} 5.0
            voice_admission_total{decision="refused",reason="tenant_limit",tenant="a \\"b\\", c"} 2.0
            voice_admission_total{decision="refused",reason="tenant_limit",tenant="d"} 3.0
            voice_admission_total{decision="admitted",reason="none",tenant="d"} 7.0
            some_seconds_bucket{le="+Inf"} +Inf
            """);

    @Test
    void samples_are_summed_by_a_label() {
        assertThat(metrics.sum("jvm_memory_used_bytes", "area", "heap")).hasValue(3.0E7);
        assertThat(metrics.sum("process_cpu_time_ns_total")).hasValue(1.478E10);
        assertThat(metrics.by("voice_admission_total", "reason"))
                .containsEntry("tenant_limit", 5.0)
                .containsEntry("none", 7.0);
        assertThat(metrics.sum("some_seconds_bucket")).hasValue(Double.POSITIVE_INFINITY);
    }

    @Test
    void what_is_not_there_is_empty() {
        assertThat(metrics.sum("nothing")).isEmpty();
        assertThat(PrometheusText.parse("<html>no metrics</html>").sum("html")).isEmpty();
    }
}
