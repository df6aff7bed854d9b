package dev.tandem.benchmarks.micro;

import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.protocol.realtime.ServerEvents;
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

/** What it takes to understand what the provider says: most of it is dropped by its type alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class RealtimeEventsBenchmark {

    private final byte[] audioDelta = Samples.audioDelta();
    private final byte[] transcriptDelta = Samples.message("response.output_audio_transcript.delta");
    private final byte[] transcriptDone = Samples.message("response.output_audio_transcript.done");
    private final byte[] responseDone = Samples.message("response.done");

    @Benchmark
    public ServerEvent typeOfAudioDelta() {
        return ServerEvents.read(audioDelta);
    }

    @Benchmark
    public ServerEvent typeOfTranscriptDelta() {
        return ServerEvents.read(transcriptDelta);
    }

    @Benchmark
    public ServerEvent transcriptDone() {
        return ServerEvents.read(transcriptDone);
    }

    @Benchmark
    public ServerEvent responseDone() {
        return ServerEvents.read(responseDone);
    }
}
