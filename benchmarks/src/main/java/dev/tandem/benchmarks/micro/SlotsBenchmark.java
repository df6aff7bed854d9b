package dev.tandem.benchmarks.micro;

import dev.tandem.admission.AdmissionState;
import dev.tandem.admission.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One slot decided, taken and given back, among as many that are held. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class SlotsBenchmark {

    private static final int TENANTS = 1_000;

    @Param({"50", "1000", "100000", "1000000"})
    public int held;

    /** Of the thousand tenants, how many are guaranteed calls. */
    @Param({"0", "100"})
    public int guaranteed;

    private AdmissionState slots;
    private Limits limits;
    private int next;

    @Setup
    public void hold() {
        Map<String, String> tenantByCall = new HashMap<>();
        for (int i = 0; i < held; i++) {
            tenantByCall.put("rtc_held" + i, "tenant-" + i % TENANTS);
        }
        slots = AdmissionState.of(tenantByCall);
        Map<String, Integer> guarantees = new HashMap<>();
        for (int i = 0; i < guaranteed; i++) {
            guarantees.put("tenant-" + i, 10);
        }
        limits = new Limits() {
            @Override
            public int global() {
                return 10_000_000;
            }

            @Override
            public int tenant(String tenant) {
                return 10_000_000;
            }

            @Override
            public Map<String, Integer> guaranteed() {
                return guarantees;
            }
        };
    }

    @Benchmark
    public AdmissionState decidedTakenAndGivenBack() {
        String callId = "rtc_next" + next++;
        String tenant = "tenant-" + next % TENANTS;
        if (!(slots.decide(callId, tenant, limits) instanceof AdmissionState.Decision.Grant)) {
            throw new IllegalStateException("not granted");
        }
        return slots.reserve(callId, tenant).free(callId);
    }
}
