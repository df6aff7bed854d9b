package dev.tandem.benchmarks.replay;

import dev.tandem.benchmarks.BareNode;
import dev.tandem.benchmarks.Cpu;
import dev.tandem.benchmarks.Options;
import dev.tandem.benchmarks.micro.Samples;
import dev.tandem.call.ReplayedCall;
import dev.tandem.cassandra.DevCassandra;
import dev.tandem.protocol.call.CallEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** Many calls' journals read and folded at one time, as after the loss of a node, on the real journal. */
public final class ReplayBenchmark {

    private static final int MINUTES = 3;

    private final BareNode node;
    private final int calls;
    private int times;

    private ReplayBenchmark(BareNode node, int calls) {
        this.node = node;
        this.calls = calls;
    }

    public static void run(Options options) throws IOException {
        Path folder = Files.createTempDirectory("tandem-benchmark-");
        System.out.println("starting Cassandra ...");
        try (DevCassandra cassandra = DevCassandra.start(folder, 0);
                BareNode node = BareNode.start(cassandra)) {
            ReplayBenchmark benchmark =
                    new ReplayBenchmark(node, options.quick() ? 20 : options.number("calls", 1_000));
            benchmark.write();
            System.out.println("warming up ...");
            int rounds = options.quick() ? 1 : options.number("rounds", 3);
            for (int i = 0; i < rounds; i++) {
                benchmark.replay();
            }
            for (int i = 0; i < rounds; i++) {
                System.out.println(benchmark.replay());
            }
        }
    }

    private void write() {
        List<CallEvent> journal = Samples.journal(MINUTES);
        for (int call = 0; call < calls; call++) {
            ActorRef<ReplayedCall.Command> written = call(call);
            node.<ReplayedCall.Command, Done>ask(written, replyTo -> new ReplayedCall.Write(journal, replyTo))
                    .toCompletableFuture()
                    .join();
            count(written).join();
        }
    }

    private String replay() {
        times++;
        Cpu cpu = node.cpu();
        long start = System.nanoTime();
        List<CompletableFuture<Long>> replayed =
                IntStream.range(0, calls).mapToObj(call -> count(call(call))).toList();
        long events = replayed.stream().mapToLong(CompletableFuture::join).sum();
        double seconds = (System.nanoTime() - start) / 1e9;
        Cpu.Used used = cpu.since();
        return String.format(
                Locale.ROOT,
                "replay      %d calls with %d events in %.2f s: %.0f events/s; cores: ours %.2f, Cassandra's %.2f",
                calls,
                events,
                seconds,
                events / seconds,
                used.ours() / seconds,
                used.other() / seconds);
    }

    private ActorRef<ReplayedCall.Command> call(int call) {
        String callId = "rtc_replay_" + call;
        return node.spawn(ReplayedCall.create(callId), callId + "-" + times);
    }

    private CompletableFuture<Long> count(ActorRef<ReplayedCall.Command> call) {
        return node.<ReplayedCall.Command, Long>ask(call, ReplayedCall.Count::new)
                .toCompletableFuture();
    }
}
