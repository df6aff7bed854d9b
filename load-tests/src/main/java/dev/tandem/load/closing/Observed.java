package dev.tandem.load.closing;

import dev.tandem.load.calls.PlacedCall;
import dev.tandem.load.measure.Consumption;
import dev.tandem.load.measure.Percentiles;
import dev.tandem.load.measure.TruthClock;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the run itself has seen.
 *
 * @param seconds that its calls took
 * @param calls it has placed
 * @param clock against which its times are held
 * @param heard when the live feed told of an item, on this process's clock
 * @param requests how long others than webhooks took, by name
 * @param consumptions of the processes meanwhile
 */
public record Observed(
        double seconds,
        Collection<PlacedCall> calls,
        TruthClock clock,
        Map<String, Double> heard,
        Map<String, Percentiles> requests,
        List<Consumption> consumptions) {}
