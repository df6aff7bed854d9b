package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Measures one simulator process from outside: its events and its processor time; prints both. */
class LoadFiguresIT {
    private static final int WARM_UP_SECONDS = 8;
    private static final int MEASURED_SECONDS = 10;

    @Test
    void five_hundred_sidebands_at_five_events_a_second_take_less_than_one_core() throws Exception {
        try (Child simulator = Child.start("--speed", "4")) {
            AtomicLong events = new AtomicLong();
            HttpClient http = HttpClient.newHttpClient();
            String script = longScript();
            for (int i = 0; i < 500; i++) {
                String offered = simulator.post(http, "/simulator/calls", script);
                String id = Json.read(offered).orElseThrow().path("call_id").asText();
                simulator.post(http, "/v1/realtime/calls/" + id + "/accept", Json.write(SimulatorKit.session()));
                WebSocket socket = simulator.open(http, "call_id=" + id, new Counter(events, "", null));
                socket.sendText("{\"type\":\"response.create\"}", true).join();
            }
            double[] figures = simulator.measure(events);
            report("500 sidebands", figures, "events");
            assertThat(figures[0]).isGreaterThan(2_500);
            assertThat(figures[1]).isLessThan(1);
        }
    }

    @Test
    void two_hundred_audio_sessions_at_fifty_frames_a_second_take_less_than_one_core() throws Exception {
        try (Child simulator = Child.start("--audio-frame-ms", "20", "--generation-share", "1")) {
            AtomicLong frames = new AtomicLong();
            AtomicLong sent = new AtomicLong();
            HttpClient http = HttpClient.newHttpClient();
            List<WebSocket> sockets = new ArrayList<>();
            String update = "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"audio\":{"
                    + "\"input\":{\"format\":{\"type\":\"audio/pcmu\"}},\"output\":{\"format\":{\"type\":\"audio/pcmu\"}}}}}";
            for (int i = 0; i < 200; i++) {
                Counter counter = new Counter(frames, "response.output_audio.delta", LoadFiguresIT::talk);
                WebSocket socket = simulator.open(http, "model=gpt-realtime", counter);
                socket.sendText(update, true).join();
                talk(socket);
                sockets.add(socket);
            }
            byte[] silence = new byte[160];
            Arrays.fill(silence, (byte) 0xFF);
            String frame = "{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                    + Base64.getEncoder().encodeToString(silence) + "\"}";
            try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
                clock.scheduleAtFixedRate(
                        () -> sockets.forEach(socket -> {
                            synchronized (socket) {
                                socket.sendText(frame, true).join();
                            }
                            sent.incrementAndGet();
                        }),
                        0,
                        20,
                        TimeUnit.MILLISECONDS);
                long before = sent.get();
                double[] figures = simulator.measure(frames);
                long in = (sent.get() - before) / (WARM_UP_SECONDS + MEASURED_SECONDS);
                report("200 audio sessions, " + in + " frames/s in", figures, "frames out");
                clock.shutdownNow();
                assertThat(figures[0]).isGreaterThan(9_000);
                assertThat(figures[1]).isLessThan(1);
            }
        }
    }

    private static void talk(WebSocket socket) {
        String words = "Tell me about lamps. ".repeat(18);
        synchronized (socket) {
            socket.sendText(
                            "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
                                    + "\"content\":[{\"type\":\"input_text\",\"text\":\"" + words + "\"}]}}",
                            true)
                    .join();
            socket.sendText("{\"type\":\"response.create\"}", true).join();
        }
    }

    private static String longScript() {
        ObjectNode body = Json.object().put("to", "+18005551212").put("deliver", false);
        var turns = body.putObject("script").putArray("turns");
        for (int i = 0; i < 100; i++) {
            turns.addObject().put("speaker", "caller").put("text", "And what about lamp number " + i + "?");
            turns.addObject().put("speaker", "agent").put("text", "Lamp number " + i + " is in stock, four are left.");
        }
        return Json.write(body);
    }

    private static void report(String what, double[] figures, String unit) {
        System.out.printf(
                "%s: %.0f %s/s, %.2f cores, measured for %d s%n", what, figures[0], unit, figures[1], MEASURED_SECONDS);
    }

    /** Counts the messages that contain a word. */
    private static final class Counter implements WebSocket.Listener {
        private final AtomicLong count;
        private final String word;
        private final Consumer<WebSocket> whenDone;
        private final StringBuilder partial = new StringBuilder();

        Counter(AtomicLong count, String word, Consumer<WebSocket> whenDone) {
            this.count = count;
            this.word = word;
            this.whenDone = whenDone;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                if (partial.indexOf(word) >= 0) {
                    count.incrementAndGet();
                }
                if (whenDone != null && partial.indexOf("\"response.done\"") >= 0) {
                    Thread.startVirtualThread(() -> whenDone.accept(socket));
                }
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    /** A simulator in a process of its own. */
    private record Child(Process process, String base) implements AutoCloseable {

        static Child start(String... options) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "--port",
                    "0",
                    "--end-with-parent"));
            command.addAll(List.of(options));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
            String line = out.readLine();
            while (line != null && !line.startsWith("simulator ready on ")) {
                line = out.readLine();
            }
            assertThat(line).as("the simulator says that it is ready").isNotNull();
            return new Child(process, line.substring("simulator ready on ".length()));
        }

        String post(HttpClient http, String path, String body) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                    .header("Authorization", "Bearer sk-test")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }

        WebSocket open(HttpClient http, String query, WebSocket.Listener listener) {
            return http.newWebSocketBuilder()
                    .header("Authorization", "Bearer sk-test")
                    .buildAsync(URI.create(base.replace("http:", "ws:") + "/v1/realtime?" + query), listener)
                    .join();
        }

        /** Counts a second and cores over the measured time. */
        double[] measure(AtomicLong counter) throws InterruptedException {
            wait(WARM_UP_SECONDS);
            long counted = counter.get();
            long began = System.nanoTime();
            Duration cpu = process.info().totalCpuDuration().orElseThrow();
            wait(MEASURED_SECONDS);
            double seconds = (System.nanoTime() - began) / 1e9;
            Duration used = process.info().totalCpuDuration().orElseThrow().minus(cpu);
            return new double[] {(counter.get() - counted) / seconds, used.toNanos() / 1e9 / seconds};
        }

        /** Load is a rate, so time itself is what is waited for. */
        private static void wait(int seconds) throws InterruptedException {
            assertThat(new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)).isFalse();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }
}
