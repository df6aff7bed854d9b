package dev.tandem.persistence.projection.summary;

import dev.tandem.persistence.projection.summary.SummaryOutcome.NotSummarized;
import dev.tandem.persistence.projection.summary.SummaryOutcome.Summarized;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.call.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A summarizer that fails so many times for a call as it is told, or never answers, and counts. */
public final class ScriptedSummarizer implements Summarizer {

    public static final Analysis ANALYSIS =
            new Analysis("It went well.", "an order", "resolved", "positive", List.of("Call back."));
    private static final int NEVER = -1;

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    public void fail(String callId, int times) {
        failures.put(callId, times);
    }

    public void neverAnswer(String callId) {
        failures.put(callId, NEVER);
    }

    public int asked(String callId) {
        return asked.getOrDefault(callId, 0);
    }

    @Override
    public CompletionStage<SummaryOutcome> summarize(SummaryRequest request) {
        int times = asked.merge(request.callId(), 1, Integer::sum);
        int failing = failures.getOrDefault(request.callId(), 0);
        if (failing == NEVER) {
            return new CompletableFuture<>();
        }
        return CompletableFuture.completedStage(
                times <= failing
                        ? new NotSummarized(Verdict.UPSTREAM, "HTTP 500")
                        : new Summarized(ANALYSIS, "gpt-4.1-mini", new Usage(1000, 0, 0, 0, 100, 0, 0)));
    }
}
