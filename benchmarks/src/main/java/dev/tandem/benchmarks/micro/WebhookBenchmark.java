package dev.tandem.benchmarks.micro;

import dev.tandem.protocol.webhook.DeliveryVerdict;
import dev.tandem.protocol.webhook.StandardWebhooks;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The check of a delivery's signature, with one secret and, while they are rotated, with two. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class WebhookBenchmark {

    private static final String OLD = "whsec_" + "b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xk";
    private static final String NEW = "whsec_" + "bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3";
    private static final String ID = "wh_685343a1381c819085d44c354e1b330e";

    private final byte[] body = Samples.message("realtime.call.incoming");
    private final String timestamp = Long.toString(Samples.AT.getEpochSecond());
    private final String signature = StandardWebhooks.sign(NEW, ID, Samples.AT.getEpochSecond(), body);
    private final StandardWebhooks one = new StandardWebhooks(List.of(NEW));
    private final StandardWebhooks two = new StandardWebhooks(List.of(OLD, NEW));

    @Benchmark
    public DeliveryVerdict signature() {
        return verified(one);
    }

    @Benchmark
    public DeliveryVerdict signatureWithTwoSecrets() {
        return verified(two);
    }

    private DeliveryVerdict verified(StandardWebhooks webhooks) {
        DeliveryVerdict verdict = webhooks.verify(Samples.AT, ID, timestamp, signature, body);
        if (!(verdict instanceof DeliveryVerdict.Verified)) {
            throw new IllegalStateException("not verified: " + verdict);
        }
        return verdict;
    }
}
