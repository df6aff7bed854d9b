package dev.tandem.launcher.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.check.CheckedCall;
import dev.tandem.launcher.check.ObservedCall;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The result of a demo as JSON for programs: one object per call, and totals. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Report() {}

    static void write(Path file, List<CheckedCall> calls, boolean refusalsExpected) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Files.writeString(file, JSON.writeValueAsString(json(calls, refusalsExpected)) + "\n");
        } catch (IOException e) {
            throw new Unable("The report could not be written to " + file + ": " + e.getMessage(), e);
        }
    }

    static ObjectNode json(List<CheckedCall> calls, boolean refusalsExpected) {
        ObjectNode report = JSON.createObjectNode();
        var list = report.putArray("calls");
        calls.forEach(call -> list.add(one(call, refusalsExpected)));
        ObjectNode totals = report.putObject("totals");
        totals.put("calls", calls.size());
        totals.put("right", count(calls, call -> call.faults(refusalsExpected).isEmpty()));
        for (String status : List.of("finished", "failed", "cancelled")) {
            totals.put(status, count(calls, call -> call.call().status().equals(status)));
        }
        totals.put("turns", calls.stream().mapToInt(call -> call.call().turns()).sum());
        totals.put(
                "turns_delivered",
                calls.stream().mapToInt(call -> call.truth().size()).sum());
        totals.put(
                "tool_calls",
                calls.stream().mapToInt(call -> call.call().toolCalls()).sum());
        totals.put("transcript_equal", count(calls, CheckedCall::transcriptEqual));
        totals.put("gaps", calls.stream().mapToInt(call -> call.call().gaps()).sum());
        totals.put("summaries", count(calls, call -> call.call().summaryState().equals("ready")));
        totals.put(
                "cost_usd", calls.stream().map(call -> call.call().costUsd()).reduce(BigDecimal.ZERO, BigDecimal::add));
        long[] setups = calls.stream()
                .mapToLong(call -> call.call().setupMs())
                .filter(ms -> ms > 0)
                .sorted()
                .toArray();
        if (setups.length > 0) {
            totals.put("setup_ms_p50", setups[(setups.length - 1) / 2]);
            totals.put("setup_ms_max", setups[setups.length - 1]);
        }
        return report;
    }

    private static ObjectNode one(CheckedCall checked, boolean refusalsExpected) {
        ObservedCall call = checked.call();
        ObjectNode node = JSON.createObjectNode();
        node.put("call_id", call.id())
                .put("tenant", call.tenant())
                .put("status", call.status())
                .put("termination", call.termination())
                .put("turns", call.turns())
                .put("turns_delivered", checked.truth().size())
                .put("tool_calls", call.toolCalls())
                .put("transcript_equal", checked.transcriptEqual())
                .put("gaps", call.gaps())
                .put("summary", call.summaryState().equals("ready") ? call.summary() : null)
                .put("cost_usd", call.costUsd())
                .put("setup_ms", call.setupMs());
        checked.faults(refusalsExpected).forEach(node.putArray("faults")::add);
        return node;
    }

    private static long count(List<CheckedCall> calls, Predicate<CheckedCall> which) {
        return calls.stream().filter(which).count();
    }
}
