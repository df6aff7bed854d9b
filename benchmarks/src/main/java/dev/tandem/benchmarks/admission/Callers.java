package dev.tandem.benchmarks.admission;

import dev.tandem.admission.Admission;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Stands for the calls: asks admission in their names and hears its answers. */
final class Callers {

    private static final String[] TENANTS = {"acme", "bloom", "contoso", "dale", "elm", "fern", "gale", "hill"};

    private final ActorRef<Admission.Command> admission;
    private final ActorRef<Admission.Answer> answers;
    private final ConcurrentHashMap<String, Long> askedNanos = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Latencies latencies = new Latencies();
    private volatile Consumer<String> onGrant = callId -> {};
    private int number;

    Callers(
            ActorRef<Admission.Command> admission,
            Function<Behavior<Admission.Answer>, ActorRef<Admission.Answer>> spawn) {
        this.admission = admission;
        this.answers = spawn.apply(Behaviors.receiveMessage(answer -> {
            hear(answer);
            return Behaviors.same();
        }));
    }

    void begin(Consumer<String> onGrant) {
        this.onGrant = onGrant;
        askedNanos.clear();
        refused.set(0);
        latencies = new Latencies();
    }

    Latencies latencies() {
        return latencies;
    }

    int unanswered() {
        return askedNanos.size();
    }

    int refused() {
        return refused.get();
    }

    /** A new call asks; {@code sinceNanos} is when it meant to. */
    synchronized void reserve(long sinceNanos) {
        String callId = "rtc_u1_benchmark" + Integer.toString(1_000_000_000 + number, 36);
        String tenant = TENANTS[number % TENANTS.length];
        number++;
        askedNanos.put(callId, sinceNanos);
        admission.tell(new Admission.Reserve(callId, tenant, 1, answers));
    }

    void release(String callId) {
        admission.tell(new Admission.Release(callId));
    }

    private void hear(Admission.Answer answer) {
        Long asked = askedNanos.remove(answer.callId());
        if (asked == null) {
            return;
        }
        latencies.add(System.nanoTime() - asked);
        switch (answer) {
            case Admission.Answer.Granted granted -> onGrant.accept(granted.callId());
            case Admission.Answer.Refused no -> refused.incrementAndGet();
        }
    }
}
