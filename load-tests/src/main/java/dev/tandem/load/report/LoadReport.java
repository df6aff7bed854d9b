package dev.tandem.load.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.load.closing.Outcome;
import dev.tandem.load.measure.Percentiles;
import dev.tandem.load.plan.Plan;
import dev.tandem.load.report.GatlingOutput.Asserted;
import java.util.List;

/** A run for programs. */
public final class LoadReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadReport() {}

    /** The verdict, the plan without its tokens, and all figures; what nobody measured is left out. */
    public static ObjectNode json(Plan plan, Outcome outcome, List<Asserted> assertions, boolean green) {
        ObjectNode report = JSON.createObjectNode();
        report.put("simulation", plan.simulation()).put("green", green);
        report.putObject("plan")
                .put("calls", plan.calls())
                .put("rate", plan.rate())
                .put("minutes", plan.minutes())
                .put("speed", plan.speed())
                .put("nodes", plan.nodes().size())
                .put("dialogues", plan.dialogues().map(Object::toString).orElse("own"));
        ObjectNode calls = report.putObject("calls")
                .put("placed", outcome.placed())
                .put("right", outcome.right())
                .put("wrong", outcome.wrong())
                .put("success_percent", rounded(outcome.successPercent()))
                .put("most_live", outcome.mostLive())
                .put("seconds", rounded(outcome.seconds()));
        outcome.refused().forEach(calls.putObject("refused")::put);
        ObjectNode times = report.putObject("times_ms").put("clock_error", rounded(outcome.clockErrorMs()));
        outcome.times().forEach((name, percentiles) -> times.set(name, percentiles(percentiles)));
        ArrayNode processes = report.putArray("processes");
        outcome.consumptions().forEach(used -> {
            ObjectNode process = processes.addObject().put("name", used.name()).put("source", used.source());
            number(process, "cpu_seconds", used.cpuSeconds());
            number(process, "cores", used.cores());
            number(process, "rss_mb", used.rssMb());
            number(process, "peak_rss_mb", used.peakRssMb());
            number(process, "heap_after_gc_mb", used.heapAfterGcMb());
        });
        ArrayNode findings = report.putArray("findings");
        outcome.findings().forEach(finding -> {
            ObjectNode one = findings.addObject()
                    .put("claim", finding.claim())
                    .put("holds", finding.holds())
                    .put("actual", finding.actual());
            finding.examples().forEach(one.putArray("examples")::add);
        });
        assertions.forEach(asserted -> findings.addObject()
                .put("claim", asserted.claim())
                .put("holds", asserted.holds())
                .put("actual", asserted.actual()));
        return report;
    }

    private static ObjectNode percentiles(Percentiles times) {
        return JSON.createObjectNode()
                .put("count", times.count())
                .put("p50", rounded(times.at(50)))
                .put("p90", rounded(times.at(90)))
                .put("p95", rounded(times.at(95)))
                .put("p99", rounded(times.at(99)))
                .put("p99.9", rounded(times.at(99.9)))
                .put("max", rounded(times.max()));
    }

    private static void number(ObjectNode node, String name, double value) {
        if (!Double.isNaN(value)) {
            node.put(name, rounded(value));
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
