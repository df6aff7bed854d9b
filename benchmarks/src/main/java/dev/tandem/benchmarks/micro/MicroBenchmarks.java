package dev.tandem.benchmarks.micro;

import dev.tandem.benchmarks.Options;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks of single steps, run by JMH. */
public final class MicroBenchmarks {

    private static final List<String> CLASSES = List.of(
            "RealtimeEventsBenchmark", "WebhookBenchmark", "JournalBenchmark", "SlotsBenchmark", "CallBenchmark");

    private MicroBenchmarks() {}

    public static void run(Options options) throws RunnerException {
        ChainedOptionsBuilder jmh = new OptionsBuilder();
        CLASSES.forEach(name -> jmh.include("dev\\.tandem\\..*\\." + name + "\\."));
        if (options.quick()) {
            jmh.forks(1).warmupIterations(1).measurementIterations(1);
        }
        new Runner(jmh.build()).run();
    }

    /** Every benchmark once, in this JVM, for a moment: whether they run, not how fast. */
    static Collection<RunResult> smoke() throws RunnerException {
        // Another run on this machine disturbs nothing here.
        System.setProperty("jmh.ignoreLock", "true");
        ChainedOptionsBuilder jmh = new OptionsBuilder();
        CLASSES.forEach(name -> jmh.include("dev\\.tandem\\..*\\." + name + "\\."));
        return new Runner(jmh.forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(10))
                        .param("held", "50")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }
}
