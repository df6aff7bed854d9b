package dev.tandem.launcher.faults.arena;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.faults.check.Marks;
import dev.tandem.launcher.stage.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Asks every running node and the simulator for next to nothing, all the time, and marks when that took long: then the machine had no time
 * for them, and what they answered late meanwhile is not their doing.
 */
final class Pulse implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long WORTH_A_MARK_MS = 50;

    private final Arena arena;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private Pulse(Arena arena) {
        this.arena = arena;
    }

    static Pulse of(Arena arena) {
        Pulse pulse = new Pulse(arena);
        for (Node node : arena.nodes()) {
            HttpJson operator = node.operator().within(PATIENCE);
            pulse.watch(node.ports().webhookUrl(), operator, "/health", () -> node.state() == Node.State.RUNNING);
        }
        pulse.watch(Marks.SIMULATOR, arena.stage().simulator().within(PATIENCE), "/simulator/ready", () -> true);
        return pulse;
    }

    private void watch(String who, HttpJson http, String path, BooleanSupplier there) {
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                while (!over) {
                    if (there.getAsBoolean()) {
                        beat(who, http, path);
                    }
                    Thread.sleep(EVERY);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (Unable simulatorGone) {
                // The play will say so.
            }
        }));
    }

    private void beat(String who, HttpJson http, String path) throws InterruptedException {
        long since = System.nanoTime();
        int status = http.status(path);
        long took = (System.nanoTime() - since) / 1_000_000;
        if (status == 200 && took >= WORTH_A_MARK_MS) {
            arena.provider().mark(Marks.slow(who, took));
        }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
