package dev.tandem.load.closing;

import dev.tandem.load.plan.Http;
import dev.tandem.load.truth.CheckedCall;
import dev.tandem.load.truth.CheckedCall.Fate;
import dev.tandem.load.truth.ShownCall;
import dev.tandem.load.truth.Truth;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads every call from the API and holds it against the truth. */
final class Verifying {
    /** Few: the nodes have other things to do. */
    private static final int AT_A_TIME = 8;

    private final Http api;
    private final Truth truth;
    private final Duration late;
    private final Duration pause;

    /**
     * What is verified against what.
     *
     * @param late how long a call may still change for the better: the read side follows the journal some seconds behind
     * @param pause between two rounds
     */
    Verifying(Http api, Truth truth, Duration late, Duration pause) {
        this.api = api;
        this.truth = truth;
        this.late = late;
        this.pause = pause;
    }

    /** Every call, as it is shown when it is right, or when it has been wrong for too long. */
    List<CheckedCall> check(Collection<String> ids) throws InterruptedException {
        Map<String, CheckedCall> checked = new HashMap<>();
        List<String> pending = List.copyOf(ids);
        long progress = System.nanoTime();
        while (!pending.isEmpty()) {
            for (CheckedCall call : read(pending)) {
                checked.put(call.id(), call);
            }
            List<String> left =
                    pending.stream().filter(id -> !settled(checked.get(id))).toList();
            if (left.size() < pending.size()) {
                progress = System.nanoTime();
            }
            pending = left;
            if (System.nanoTime() - progress > late.toNanos()) {
                break;
            }
            if (!pending.isEmpty()) {
                Thread.sleep(pause.toMillis());
            }
        }
        return List.copyOf(checked.values());
    }

    private static boolean settled(CheckedCall call) {
        return switch (call.fate()) {
            case Fate.Right() -> true;
            case Fate.Refused(String reason, boolean byLimit) -> call.shown().ended();
            case Fate.Wrong(List<String> faults) -> false;
        };
    }

    private List<CheckedCall> read(List<String> ids) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<CheckedCall>> reading = new ArrayList<>();
            ids.forEach(id -> reading.add(threads.submit(() -> new CheckedCall(id, truth.of(id), shown(id)))));
            List<CheckedCall> calls = new ArrayList<>();
            for (Future<CheckedCall> call : reading) {
                calls.add(call.get());
            }
            return calls;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private ShownCall shown(String id) throws InterruptedException {
        try {
            return ShownCall.of(api.get("/api/v1/calls/" + URLEncoder.encode(id, StandardCharsets.UTF_8)));
        } catch (IOException notYet) {
            // Unknown until it is on the read side; or the API fails, which shows in the verdict.
            return ShownCall.UNKNOWN;
        }
    }
}
