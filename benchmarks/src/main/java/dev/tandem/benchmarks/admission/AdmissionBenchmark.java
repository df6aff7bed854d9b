package dev.tandem.benchmarks.admission;

import dev.tandem.benchmarks.Cpu;
import dev.tandem.benchmarks.Options;
import dev.tandem.cassandra.DevCassandra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The real admission on the real journal. Closed loop: so many calls, each reserving, releasing and beginning anew, as fast as
 * they are answered. Open loop: calls arrive at a fixed rate whatever the answers do, and each latency counts from when its call
 * was due, so that a stall is seen by everyone who had to wait for it.
 */
public final class AdmissionBenchmark {

    private static final long HOLD_NANOS = 2_000_000_000L;

    private record Due(long atNanos, String callId) {}

    private final Options options;
    private final AdmissionNode node;

    private AdmissionBenchmark(Options options, AdmissionNode node) {
        this.options = options;
        this.node = node;
    }

    public static void run(Options options) throws IOException {
        Path folder = Files.createTempDirectory("tandem-benchmark-");
        System.out.println("starting Cassandra ...");
        try (DevCassandra cassandra = DevCassandra.start(folder, 0);
                AdmissionNode node = AdmissionNode.start(cassandra)) {
            new AdmissionBenchmark(options, node).all();
        }
    }

    private void all() {
        int seconds = options.quick() ? 4 : options.number("seconds", 15);
        int rounds = options.quick() ? 1 : options.number("rounds", 3);
        System.out.println("warming up ...");
        closed(64, options.quick() ? 4 : 20);
        System.out.println(Figures.HEAD);
        for (int calls : List.of(1, 16, 64, 256)) {
            report(rounds, "closed " + calls, () -> closed(calls, seconds));
        }
        for (int rate : List.of(options.number("rate", 1_000), 2 * options.number("rate", 1_000))) {
            report(rounds, "open " + rate, () -> open(rate, seconds));
        }
        for (int time = 1; time <= rounds; time++) {
            System.out.println(node.recovery(time));
        }
    }

    private static void report(int rounds, String name, Supplier<Figures> round) {
        List<Figures> all = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            all.add(round.get());
            System.out.println(all.getLast().row("  " + name));
        }
        System.out.println(Figures.median(all).row(name));
    }

    private Figures closed(int calls, int seconds) {
        Callers callers = node.callers();
        Cpu cpu = node.cpu();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        callers.begin(callId -> {
            callers.release(callId);
            long now = System.nanoTime();
            if (now < end) {
                callers.reserve(now);
            }
        });
        for (int i = 0; i < calls; i++) {
            callers.reserve(System.nanoTime());
        }
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(50_000_000);
        }
        return figures(callers, cpu, start);
    }

    private Figures open(int rate, int seconds) {
        Callers callers = node.callers();
        Cpu cpu = node.cpu();
        ConcurrentLinkedQueue<Due> granted = new ConcurrentLinkedQueue<>();
        callers.begin(callId -> granted.add(new Due(System.nanoTime() + HOLD_NANOS, callId)));
        ArrayDeque<Due> holding = new ArrayDeque<>();
        long start = System.nanoTime();
        long arrivals = (long) rate * seconds;
        for (long arrived = 0; arrived < arrivals; ) {
            long now = System.nanoTime();
            long due = start + arrived * 1_000_000_000L / rate;
            if (now >= due) {
                callers.reserve(due);
                arrived++;
            }
            for (Due next = granted.poll(); next != null; next = granted.poll()) {
                holding.add(next);
            }
            while (!holding.isEmpty() && holding.peek().atNanos() <= now) {
                callers.release(holding.poll().callId());
            }
            if (now < due) {
                LockSupport.parkNanos(Math.min(due - now, 200_000));
            }
        }
        Figures figures = figures(callers, cpu, start);
        holding.forEach(each -> callers.release(each.callId()));
        granted.forEach(each -> callers.release(each.callId()));
        return figures;
    }

    /** Counts what was answered until now; then waits for the stragglers, so that none reaches into the next round. */
    private Figures figures(Callers callers, Cpu cpu, long start) {
        double elapsed = (System.nanoTime() - start) / 1e9;
        int answered = callers.latencies().count();
        Cpu.Used used = cpu.since();
        for (int i = 0; i < 100 && callers.unanswered() > 0; i++) {
            LockSupport.parkNanos(20_000_000);
        }
        Latencies latencies = callers.latencies();
        return new Figures(
                answered / elapsed,
                latencies.millis(0.5),
                latencies.millis(0.99),
                latencies.millis(0.999),
                latencies.millis(1),
                callers.unanswered(),
                callers.refused(),
                used.ours() / elapsed,
                used.other() / elapsed);
    }
}
