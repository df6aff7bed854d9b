package dev.tandem.load.measure;

import dev.tandem.load.calls.PlacedCalls;
import dev.tandem.load.plan.Http;
import java.io.IOException;

/** Turns times of this process into times of the simulator's clock, which counts whole milliseconds. */
public final class TruthClock {
    private static final int ASKED = 40;
    /** The truth cuts off the fraction. */
    private static final double HALF_A_MS = 0.5;

    private final double offsetMs;
    private final double errorMs;

    private TruthClock(double offsetMs, double errorMs) {
        this.offsetMs = offsetMs;
        this.errorMs = errorMs;
    }

    /** Asks the simulator for the time, and believes the quickest answer. */
    public static TruthClock of(Http simulator) throws IOException, InterruptedException {
        TruthClock best = new TruthClock(0, Double.POSITIVE_INFINITY);
        for (int i = 0; i < ASKED; i++) {
            double before = PlacedCalls.nowMs();
            double told = simulator.get("/simulator/stats").path("now_ms").asDouble(Double.NaN);
            double after = PlacedCalls.nowMs();
            if (Double.isNaN(told)) {
                throw new IOException("the simulator does not tell its time");
            }
            if ((after - before) / 2 < best.errorMs) {
                best = new TruthClock(told + HALF_A_MS - (before + after) / 2, (after - before) / 2);
            }
        }
        return best;
    }

    /** From a moment of this process to one of the truth. */
    public double between(double nowMs, long truthMs) {
        return truthMs + HALF_A_MS - (nowMs + offsetMs);
    }

    /** How wrong it may be at most. */
    public double errorMs() {
        return errorMs + HALF_A_MS;
    }
}
