package dev.tandem.admission;

import static dev.tandem.benchmarks.scale.Scale.say;

import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;

/**
 * One admission for all calls: arrivals at random, lengths exponential, the real {@link Round}; only time is simulated. A write takes
 * a random time around the given median; what a round costs in this JVM is measured and added.
 */
public final class RoundsAtScale {

    static final int TENANTS = 10_000;

    /** CPU of one message on its way through the mailbox, as the closed loop of the admission benchmark shows it. */
    private static final double MESSAGE_MICROS = 3;

    private record End(double atMicros, String callId) {}

    private RoundsAtScale() {}

    public static void print(int calls, int meanSeconds, int seconds, int writeMicros, long seed) {
        Random random = new Random(seed);
        Map<String, String> held = new HashMap<>();
        PriorityQueue<End> ends = new PriorityQueue<>((a, b) -> Double.compare(a.atMicros(), b.atMicros()));
        for (int i = 0; i < calls; i++) {
            String callId = id(i);
            held.put(callId, tenant(random));
            ends.add(new End(exponential(random, meanSeconds * 1e6), callId));
        }
        AdmissionState state = AdmissionState.of(held);
        say("");
        say("one admission with %d slots held", state.inUse());
        sizes(state);

        Limits limits = unlimited();
        double perMicro = calls / (meanSeconds * 1e6);
        double now = 0;
        double nextArrival = exponential(random, 1 / perMicro);
        int number = calls;
        int rounds = 0;
        long decided = 0;
        long freed = 0;
        double computing = 0;
        double[] latencies = new double[(int) (perMicro * seconds * 1e6 * 2) + 1_000];
        while (now < seconds * 1e6) {
            Map<String, String> asking = new LinkedHashMap<>();
            Map<String, Double> since = new HashMap<>();
            while (nextArrival <= now) {
                String callId = id(number++);
                asking.put(callId, tenant(random));
                since.put(callId, nextArrival);
                nextArrival += exponential(random, 1 / perMicro);
            }
            Set<String> leaving = new LinkedHashSet<>();
            while (!ends.isEmpty() && ends.peek().atMicros() <= now) {
                leaving.add(ends.poll().callId());
            }
            long start = System.nanoTime();
            Round round = Round.of(state, leaving, asking, limits);
            double micros = (System.nanoTime() - start) / 1e3;
            computing += micros;
            state = round.after();
            now += micros
                    + (asking.size() + leaving.size()) * MESSAGE_MICROS
                    + writeMicros * Math.exp(0.5 * random.nextGaussian());
            for (String callId : round.reserved().keySet()) {
                latencies[(int) decided++ % latencies.length] = now - since.get(callId);
                ends.add(new End(now + exponential(random, meanSeconds * 1e6), callId));
            }
            freed += leaving.size();
            rounds++;
        }
        double[] sorted = Arrays.copyOf(latencies, (int) Math.min(decided, latencies.length));
        Arrays.sort(sorted);
        say(
                "  %d s simulated: %.0f decisions/s and %.0f slots given back/s in %.0f writes/s, %.1f changes each",
                seconds,
                decided / (now / 1e6),
                freed / (now / 1e6),
                rounds / (now / 1e6),
                (double) (decided + freed) / rounds);
        say(
                "  a decision takes p50 %.1f ms, p99 %.1f ms; deciding costs %.2f us each, %.1f %% of one core",
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3,
                computing / (decided + freed),
                100 * computing / now);
        say(
                "  roll call: %d questions and answers, %.0f messages/s spread over 30 s",
                state.inUse(), 2.0 * state.inUse() / 30);
    }

    private static void sizes(AdmissionState state) {
        ActorSystem system = ActorSystem.create("sizes", ConfigFactory.load(ConfigFactory.defaultReference()));
        try {
            Serialization serialization = SerializationExtension.get(system);
            long start = System.nanoTime();
            byte[] bytes = serialization.findSerializerFor(state).toBinary(state);
            say(
                    "  its snapshot has %.1f MB, %d bytes a slot, written in %d ms",
                    bytes.length / 1e6, bytes.length / state.inUse(), (System.nanoTime() - start) / 1_000_000);
        } finally {
            system.terminate();
        }
    }

    static Limits unlimited() {
        return new Limits() {
            @Override
            public int global() {
                return Integer.MAX_VALUE;
            }

            @Override
            public int tenant(String tenant) {
                return Integer.MAX_VALUE;
            }
        };
    }

    static String id(int number) {
        return "rtc_479a275623b54bdb9b6fbae2" + Integer.toHexString(0x10000000 + number);
    }

    /** Few tenants have many calls and many have few: ranks fall off as in Zipf's law. */
    static String tenant(Random random) {
        return "tenant-" + (int) (Math.pow(TENANTS, random.nextDouble()) - 1);
    }

    static double exponential(Random random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
