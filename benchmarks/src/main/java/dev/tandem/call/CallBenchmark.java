package dev.tandem.call;

import dev.tandem.benchmarks.micro.Samples;
import dev.tandem.protocol.call.CallEvent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A call's journal folded into its state, as every recovery does; stands in the call's package because the first state does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class CallBenchmark {

    private static final int MINUTES = 3;
    private static final int EVENTS = 69;

    private final List<CallEvent> journal = Samples.journal(MINUTES);

    public CallBenchmark() {
        if (journal.size() != EVENTS) {
            throw new IllegalStateException("the sample has " + journal.size() + " events");
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public CallState eventApplied() {
        CallState state = new Unoffered();
        for (CallEvent event : journal) {
            state = state.apply(event);
        }
        if (!(state instanceof Ended)) {
            throw new IllegalStateException("the sample call did not end");
        }
        return state;
    }
}
