package dev.tandem.benchmarks;

import dev.tandem.benchmarks.admission.AdmissionBenchmark;
import dev.tandem.benchmarks.micro.MicroBenchmarks;
import dev.tandem.benchmarks.replay.ReplayBenchmark;
import dev.tandem.benchmarks.scale.Scale;
import java.util.List;

/** Runs the benchmarks by name. */
public final class Main {

    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 || arguments[0].startsWith("-") ? "all" : arguments[0];
        Options options = new Options(List.of(arguments));
        switch (name) {
            case "admission" -> AdmissionBenchmark.run(options);
            case "replay" -> ReplayBenchmark.run(options);
            case "micro" -> MicroBenchmarks.run(options);
            case "scale" -> Scale.run(options);
            case "all" -> {
                AdmissionBenchmark.run(options);
                ReplayBenchmark.run(options);
                MicroBenchmarks.run(options);
                Scale.run(options);
            }
            default -> {
                System.err.println(
                        "tandem: there is no benchmark " + name + "; there are admission, replay, micro and scale.");
                System.exit(WRONG_USAGE);
            }
        }
        System.exit(0);
    }
}
