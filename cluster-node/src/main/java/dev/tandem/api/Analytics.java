package dev.tandem.api;

import dev.tandem.persistence.read.Calls;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallPage;
import dev.tandem.protocol.api.CallView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Adds up what lists say of the calls of some time. Answers are remembered for a few seconds: a wall of screens asks the same. */
final class Analytics {

    /** Calls that are added up at the most, newest first; beyond it the answer says that it is not complete. */
    static final int MOST = 20_000;

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int REMEMBERED = 32;

    /** @param agent the agent's name, or null for all */
    record Question(String tenant, String agent, Instant from, Instant until) {}

    /**
     * Sums over the calls offered in that time.
     *
     * @param calls all of them; {@code answered}, {@code finished}, {@code failed}, {@code cancelled} and {@code goingOn} are parts of it
     * @param minutes of conversation, of calls that have ended
     * @param averageDurationMs of calls that were answered and have ended; null without one
     * @param cost USD, as far as known
     * @param averageCost per answered call; null without one
     * @param turns final turns of both sides
     * @param interruptions turns of the agent that the caller spoke over
     * @param reattached calls with more than one sideband
     * @param withGaps calls whose transcript has a gap
     * @param complete false when there were more than could be added up
     */
    record Sums(
            Instant from,
            Instant until,
            int calls,
            int answered,
            int finished,
            int failed,
            int cancelled,
            int goingOn,
            double minutes,
            Long averageDurationMs,
            BigDecimal cost,
            BigDecimal averageCost,
            int turns,
            int interruptions,
            int reattached,
            int withGaps,
            boolean complete) {}

    private record Remembered(long at, CompletionStage<Sums> sums) {}

    private final Calls calls;
    private final Map<Question, Remembered> remembered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Remembered> eldest) {
            return size() > REMEMBERED;
        }
    };

    Analytics(Calls calls) {
        this.calls = calls;
    }

    CompletionStage<Sums> sums(Question question) {
        synchronized (remembered) {
            Remembered before = remembered.get(question);
            if (before != null && System.nanoTime() - before.at() < FRESH.toNanos() && !failed(before.sums())) {
                return before.sums();
            }
            CompletionStage<Sums> sums = page(question, new Tally(), null);
            remembered.put(question, new Remembered(System.nanoTime(), sums));
            return sums;
        }
    }

    private static boolean failed(CompletionStage<Sums> sums) {
        return sums.toCompletableFuture().isCompletedExceptionally();
    }

    private CompletionStage<Sums> page(Question question, Tally tally, String cursor) {
        CallFilter filter = new CallFilter(question.tenant(), null, null, question.from(), question.until());
        return calls.list(filter, cursor, Calls.MAX_PAGE).thenCompose(page -> {
            take(question, tally, page);
            boolean more = page.nextCursor() != null;
            return more && tally.seen < MOST
                    ? page(question, tally, page.nextCursor())
                    : CompletableFuture.completedStage(tally.sums(question, !more));
        });
    }

    private static void take(Question question, Tally tally, CallPage page) {
        tally.seen += page.calls().size();
        for (CallView call : page.calls()) {
            String agent = call.agent() == null ? null : call.agent().name();
            if (question.agent() == null || question.agent().equals(agent)) {
                tally.add(call);
            }
        }
    }

    private static final class Tally {
        private int seen;
        private int calls;
        private int answered;
        private int finished;
        private int failed;
        private int cancelled;
        private int goingOn;
        private int ended;
        private long ms;
        private BigDecimal cost = BigDecimal.ZERO;
        private int turns;
        private int interruptions;
        private int reattached;
        private int withGaps;

        private void add(CallView call) {
            calls++;
            answered += call.answeredAt() == null ? 0 : 1;
            switch (call.status()) {
                case "finished" -> finished++;
                case "failed" -> failed++;
                case "cancelled" -> cancelled++;
                default -> goingOn++;
            }
            if (call.durationMs() != null) {
                ended++;
                ms += call.durationMs();
            }
            if (call.cost() != null) {
                cost = cost.add(call.cost().getOrDefault("total", BigDecimal.ZERO));
            }
            turns += call.turns();
            interruptions += call.interruptions() == null ? 0 : call.interruptions();
            reattached += call.attaches() != null && call.attaches().size() > 1 ? 1 : 0;
            withGaps += call.gaps() != null && !call.gaps().isEmpty() ? 1 : 0;
        }

        private Sums sums(Question question, boolean complete) {
            return new Sums(
                    question.from(),
                    question.until(),
                    calls,
                    answered,
                    finished,
                    failed,
                    cancelled,
                    goingOn,
                    Math.round(ms / 600.0) / 100.0,
                    ended == 0 ? null : ms / ended,
                    cost,
                    answered == 0
                            ? null
                            : cost.divide(BigDecimal.valueOf(answered), 6, java.math.RoundingMode.HALF_UP)
                                    .stripTrailingZeros(),
                    turns,
                    interruptions,
                    reattached,
                    withGaps,
                    complete);
        }
    }
}
