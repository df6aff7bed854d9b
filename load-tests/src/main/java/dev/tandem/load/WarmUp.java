package dev.tandem.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.load.calls.SignedCopy;
import dev.tandem.load.feed.CallScripts;
import dev.tandem.load.plan.Http;
import dev.tandem.load.plan.Plan;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Calls before those that count, at the rate of these: a cold JVM would be all that is measured. */
final class WarmUp {
    private static final double NANOS = 1e9;

    private static final int AT_A_TIME = 20;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration OVER_WITHIN = Duration.ofSeconds(120);

    private final Plan plan;
    private final CallScripts scripts;
    private final Http simulator;

    WarmUp(Plan plan, CallScripts scripts) {
        this.plan = plan;
        this.scripts = scripts;
        this.simulator = new Http(plan.simulator(), "");
    }

    /** Returns when they are over; what went wrong with one of them is nobody's business. */
    void run() throws IOException, InterruptedException {
        Iterator<ObjectNode> offers = scripts.offers(plan.numbers());
        Semaphore posting = new Semaphore(AT_A_TIME);
        long since = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < plan.warmUp(); i++) {
                Duration due = Duration.ofNanos((long) (i / plan.rate() * NANOS));
                Thread.sleep(due.minusNanos(System.nanoTime() - since));
                String offer = offers.next().toString();
                String webhook = plan.webhooks().get(i % plan.webhooks().size());
                posting.acquire();
                threads.submit(() -> {
                    try {
                        place(offer, webhook);
                    } finally {
                        posting.release();
                    }
                    return null;
                });
            }
        }
        awaitQuiet();
    }

    private void place(String offer, String webhook) throws IOException, InterruptedException {
        SignedCopy copy = SignedCopy.read(
                        simulator.post("/simulator/calls", Map.of("Content-Type", "application/json"), offer))
                .getFirst();
        new Http(webhook, "").post("", copy.headers(), copy.body());
    }

    private void awaitQuiet() throws IOException, InterruptedException {
        long since = System.nanoTime();
        while (open() > 0 && System.nanoTime() - since < OVER_WITHIN.toNanos()) {
            Thread.sleep(POLL.toMillis());
        }
    }

    private long open() throws IOException, InterruptedException {
        JsonNode stats = simulator.get("/simulator/stats");
        return stats.path("offered").asLong() - stats.path("ended").asLong();
    }
}
