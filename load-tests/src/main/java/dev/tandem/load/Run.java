package dev.tandem.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.load.calls.PlacedCalls;
import dev.tandem.load.closing.Closing;
import dev.tandem.load.closing.Observed;
import dev.tandem.load.closing.Outcome;
import dev.tandem.load.feed.CallScripts;
import dev.tandem.load.measure.Consumption;
import dev.tandem.load.measure.Consumptions;
import dev.tandem.load.measure.Percentiles;
import dev.tandem.load.measure.TruthClock;
import dev.tandem.load.plan.Http;
import dev.tandem.load.plan.Plan;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The one run of this process: begun before Gatling's first user, closed after its last. */
public final class Run {
    /** Taken before Gatling's own output is caught. */
    static final PrintStream OUT = System.out;

    private static volatile Run current;

    private final Plan plan;
    private final CallScripts scripts;
    private final PlacedCalls calls = new PlacedCalls();
    private final Map<String, Double> heard = new ConcurrentHashMap<>();
    private final Map<String, Queue<Double>> requests = new ConcurrentHashMap<>();
    private final Http simulator;
    private Progress progress;
    private TruthClock clock;
    private Consumptions consumptions;
    private double begunMs;
    private Outcome outcome;

    private Run(Plan plan) {
        this.plan = plan;
        this.scripts = CallScripts.of(plan);
        this.simulator = new Http(plan.simulator(), "");
    }

    /** The run of this process's plan. */
    public static synchronized Run current() {
        if (current == null) {
            current = new Run(Plan.current());
        }
        return current;
    }

    /** What it is to do. */
    public Plan plan() {
        return plan;
    }

    /** What its callers say. */
    public CallScripts scripts() {
        return scripts;
    }

    /** What it has placed. */
    public PlacedCalls calls() {
        return calls;
    }

    /** The live feed has told of a turn. */
    public void heard(String itemId, double nowMs) {
        heard.putIfAbsent(itemId, nowMs);
    }

    /** A request that is no webhook was answered after so long. */
    public void took(String request, double ms) {
        requests.computeIfAbsent(request, name -> new ConcurrentLinkedQueue<>()).add(ms);
    }

    /** How it came out; empty while it goes on. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Sees to it that everybody is there, and begins to measure. */
    public void begin() {
        reading(() -> {
            new Http(plan.api(), plan.token()).get("/api/v1/concurrency");
            if (plan.warmUp() > 0) {
                OUT.println("Warming up with " + plan.warmUp() + " calls ...");
                new WarmUp(plan, scripts).run();
            }
            clock = TruthClock.of(simulator);
            consumptions = Consumptions.begin(plan);
            progress = Progress.begin(simulator);
            begunMs = PlacedCalls.nowMs();
        });
    }

    /** Waits for the calls and gives the verdict. */
    public void close() {
        reading(() -> {
            Closing closing = new Closing(plan, Closing.Patience.of(plan));
            try (Progress untilTheEnds = progress) {
                closing.awaitEnds(calls.all());
            }
            double seconds = (PlacedCalls.nowMs() - begunMs) / 1000;
            List<Consumption> used = consumptions.end(processesNow());
            OUT.println("The calls are over; every one is held against the truth ...");
            outcome = closing.verify(new Observed(seconds, calls.all(), clock, heard, requests(), used));
        });
    }

    private Map<String, Percentiles> requests() {
        Map<String, Percentiles> times = new TreeMap<>();
        requests.forEach((name, answered) -> times.put(name, Percentiles.of(answered)));
        return times;
    }

    /** A node that was replaced has another process now; who replaced it knows. */
    private Map<String, Long> processesNow() throws IOException, InterruptedException {
        Map<String, Long> processes = new HashMap<>(plan.processes());
        if (plan.control().isPresent()) {
            Plan.Control control = plan.control().get();
            for (JsonNode node :
                    new Http(control.url(), control.token()).get("/status").path("nodes")) {
                if (node.path("pid").isIntegralNumber()) {
                    processes.replace(
                            "node-" + node.path("node").asInt(),
                            node.path("pid").asLong());
                }
            }
        }
        return processes;
    }

    private void reading(Reading reading) {
        try {
            reading.read();
        } catch (IOException e) {
            throw new IllegalStateException("The load cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The load was interrupted.", e);
        }
    }

    @FunctionalInterface
    private interface Reading {
        void read() throws IOException, InterruptedException;
    }
}
