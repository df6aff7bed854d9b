package dev.tandem.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.check.CheckedCall;
import dev.tandem.launcher.check.ObservedCall;
import dev.tandem.launcher.check.TruthLine;
import dev.tandem.launcher.stage.SampleTenant;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Has the simulator place the calls, so many at a time, and follows each to its end and its summary. */
final class Conversations {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DemoOptions options;
    private final HttpJson simulator;
    private final Supplier<HttpJson> node;
    private final LiveWords words;
    private final Patience patience;

    /**
     * How long a call is waited for.
     *
     * @param poll for news of it, until the API is asked again
     * @param silent without any change, until it is given up
     * @param summary after its end, for its summary
     * @param late after that, for a transcript that is not right yet: the read side follows the journal some seconds behind
     */
    record Patience(Duration poll, Duration silent, Duration summary, Duration late) {
        static final Patience USUAL = new Patience(
                Duration.ofSeconds(1), Duration.ofMinutes(3), Duration.ofMinutes(2), Duration.ofSeconds(15));
    }

    /** @param node one that answers, asked for each time: any of them may be lost */
    Conversations(
            DemoOptions options, HttpJson simulator, Supplier<HttpJson> node, LiveWords words, Patience patience) {
        this.options = options;
        this.simulator = simulator;
        this.node = node;
        this.words = words;
        this.patience = patience;
    }

    List<CheckedCall> play() throws InterruptedException {
        Semaphore slots = new Semaphore(options.parallel());
        List<Future<CheckedCall>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < options.calls(); i++) {
                SampleTenant tenant = SampleTenant.ALL.get(i % SampleTenant.ALL.size());
                slots.acquire();
                calls.add(threads.submit(() -> one(tenant, slots)));
            }
            List<CheckedCall> checked = new ArrayList<>();
            for (Future<CheckedCall> call : calls) {
                checked.add(call.get());
            }
            return checked;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Unable unable
                    ? unable
                    : new Unable("A call could not be placed: " + e.getCause().getMessage(), e);
        }
    }

    private CheckedCall one(SampleTenant tenant, Semaphore slots) throws IOException, InterruptedException {
        String id;
        try {
            id = offer(tenant);
            awaitEnd(id);
        } finally {
            slots.release();
        }
        return awaitVerdict(id);
    }

    private String offer(SampleTenant tenant) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("to", tenant.number());
        if (!options.switches().isEmpty()) {
            options.switches().forEach(body.withArray("switches")::add);
        }
        JsonNode answer = simulator.post("/simulator/calls", body);
        String id = answer.path("call_id").asText("");
        if (id.isEmpty()) {
            throw new Unable("The simulator placed a call and did not name it.");
        }
        return id;
    }

    private void awaitEnd(String id) throws InterruptedException {
        ObservedCall call = ObservedCall.unknown(id);
        long changed = System.nanoTime();
        while (!call.ended() && !over(changed, patience.silent())) {
            words.awaitNews(id, patience.poll());
            ObservedCall now = observe(id);
            if (!now.equals(call)) {
                changed = System.nanoTime();
                call = now;
            }
        }
    }

    private CheckedCall awaitVerdict(String id) throws IOException, InterruptedException {
        long ended = System.nanoTime();
        long settled = 0;
        while (true) {
            CheckedCall checked = CheckedCall.of(observe(id), truth(id));
            if (checked.faults(options.limits().isPresent()).isEmpty()
                    || !checked.call().ended()) {
                return checked;
            }
            if (checked.call().settled() && settled == 0) {
                settled = System.nanoTime();
            }
            if (settled == 0 ? over(ended, patience.summary()) : over(settled, patience.late())) {
                return checked;
            }
            words.awaitNews(id, patience.poll());
        }
    }

    private ObservedCall observe(String id) throws InterruptedException {
        try {
            return ObservedCall.of(node.get().get("/api/v1/calls/" + encoded(id)));
        } catch (IOException notYet) {
            // 404 until the offer is on the read side; anything else shows as a call that does not move.
            return ObservedCall.unknown(id);
        }
    }

    private List<TruthLine> truth(String id) throws IOException, InterruptedException {
        return TruthLine.delivered(simulator.text("/simulator/truth?call_id=" + encoded(id)));
    }

    private static boolean over(long since, Duration limit) {
        return System.nanoTime() - since > limit.toNanos();
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
