package dev.tandem.benchmarks.micro;

import com.typesafe.config.ConfigFactory;
import dev.tandem.admission.AdmissionEvent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A journal event to its bytes and back, by the serializers of the journal. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class JournalBenchmark {

    private ActorSystem system;
    private Form turn;
    private Form admitted;
    private Form slots;

    /** An object, its serializer and its bytes. */
    private record Form(Object object, SerializerWithStringManifest serializer, byte[] bytes, String manifest) {

        static Form of(Object object, Serialization serialization) {
            var serializer = (SerializerWithStringManifest) serialization.findSerializerFor(object);
            return new Form(object, serializer, serializer.toBinary(object), serializer.manifest(object));
        }

        byte[] write() {
            return serializer.toBinary(object);
        }

        Object read() {
            try {
                return serializer.fromBinary(bytes, manifest);
            } catch (java.io.NotSerializableException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    @Setup
    public void start() {
        system = ActorSystem.create("journal-benchmark", ConfigFactory.load(ConfigFactory.defaultReference()));
        Serialization serialization = SerializationExtension.get(system);
        turn = Form.of(Samples.turn(), serialization);
        admitted = Form.of(Samples.admitted(), serialization);
        Set<String> freed = new LinkedHashSet<>();
        Map<String, String> reserved = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            freed.add("rtc_479a275623b54bdb9b6fbae2f7cbd4" + (10 + i));
            reserved.put("rtc_479a275623b54bdb9b6fbae2f7cbd4" + (20 + i), "acme");
        }
        slots = Form.of(new AdmissionEvent.SlotsChanged(Samples.AT, freed, reserved), serialization);
    }

    @TearDown
    public void stop() {
        system.terminate();
    }

    @Benchmark
    public byte[] turnWritten() {
        return turn.write();
    }

    @Benchmark
    public Object turnRead() {
        return turn.read();
    }

    @Benchmark
    public byte[] admittedWritten() {
        return admitted.write();
    }

    @Benchmark
    public Object admittedRead() {
        return admitted.read();
    }

    @Benchmark
    public byte[] twentySlotsWritten() {
        return slots.write();
    }

    @Benchmark
    public Object twentySlotsRead() {
        return slots.read();
    }
}
