package dev.tandem.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.load.plan.Http;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says every few seconds how far the run is, by the simulator's count. */
final class Progress implements AutoCloseable {
    private static final int SECONDS = 5;

    private final Http simulator;
    private final JsonNode before;
    private final long since = System.nanoTime();
    private final ScheduledExecutorService timer;

    private Progress(Http simulator, JsonNode before) {
        this.simulator = simulator;
        this.before = before;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("progress").unstarted(task));
    }

    static Progress begin(Http simulator) throws IOException, InterruptedException {
        Progress progress = new Progress(simulator, simulator.get("/simulator/stats"));
        progress.timer.scheduleAtFixedRate(progress::say, SECONDS, SECONDS, TimeUnit.SECONDS);
        return progress;
    }

    private void say() {
        try {
            JsonNode now = simulator.get("/simulator/stats");
            Run.OUT.printf(
                    "%5d s  %d placed, %d accepted, %d rejected, %d live, %d over, %d turns%n",
                    (System.nanoTime() - since) / 1_000_000_000,
                    counted(now, "offered"),
                    counted(now, "accepted"),
                    counted(now, "rejected"),
                    now.path("live").asLong(),
                    counted(now, "ended"),
                    counted(now, "turns"));
        } catch (IOException later) {
            // The next line may come; a simulator that is gone shows in the verdict.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private long counted(JsonNode now, String what) {
        return now.path(what).asLong() - before.path(what).asLong();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
