package dev.tandem.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Serves the console's own files, and behind them a cluster that exists only as an API: so many calls, each of which speaks every few
 * seconds. It stands in for a thousand real calls, which a build machine cannot carry beside a browser.
 */
final class MadeUpCluster implements AutoCloseable {

    private static final String CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    private static final List<String> WORDS = List.of(
            "Where is my order 1042? I have been waiting since Tuesday.",
            "It has been shipped and should be with you tomorrow morning.",
            "Could you read that number back to me, please?",
            "Of course. One moment while I look it up.",
            "I would like to change the address it goes to.");

    private final HttpServer server;
    private final int calls;
    private final int eventsPerSecond;
    private final Map<String, ConsoleFile> files = ConsoleFile.all();
    private final AtomicLong sent = new AtomicLong();
    private final Random random = new Random(42);
    private volatile boolean open = true;

    MadeUpCluster(int calls, int eventsPerSecond) throws IOException {
        this.calls = calls;
        this.eventsPerSecond = eventsPerSecond;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/console/", this::file);
        json("/api/v1/session", () -> "{\"signed_in\":true,\"may\":[\"read\",\"hangup\",\"reveal\"]}");
        json(
                "/api/v1/concurrency",
                () -> "{\"global\":{\"in_use\":" + calls
                        + ",\"limit\":1200},\"tenants\":[{\"tenant\":\"contoso\",\"in_use\":"
                        + calls / 2 + ",\"limit\":" + (calls * 5 / 9)
                        + "},{\"tenant\":\"northwind\",\"in_use\":" + calls / 2 + ",\"limit\":1000}]}");
        json("/api/v1/nodes", MadeUpCluster::nodes);
        json("/api/v1/attention", () -> "{\"timestamp\":\"" + Instant.now() + "\",\"items\":[]}");
        json("/api/v1/tenants", MadeUpCall::tenants);
        json("/api/v1/calls", () -> MadeUpCall.page(12));
        json("/api/v1/calls/" + MadeUpCall.ID, MadeUpCall::call);
        json("/api/v1/calls/" + MadeUpCall.ID + "/events", MadeUpCall::events);
        json("/api/v1/calls/" + MadeUpCall.ID + "/reveal", MadeUpCall::caller);
        json("/api/v1/activity", this::activity);
        json(
                "/api/v1/analytics",
                () ->
                        "{\"from\":\"2026-07-01T00:00:00Z\",\"until\":\"2026-07-02T00:00:00Z\",\"calls\":18204,\"answered\":17990,"
                                + "\"finished\":17800,\"failed\":61,\"cancelled\":214,\"going_on\":129,\"minutes\":23310.4,\"average_duration_ms\":78102,"
                                + "\"cost\":511.2,\"average_cost\":0.028416,\"turns\":210332,\"interruptions\":4120,\"reattached\":12,\"with_gaps\":3,\"complete\":true}");
        server.createContext("/api/v1/calls/live", this::stream);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Events sent so far, to all who listen. */
    long sent() {
        return sent.get();
    }

    private void json(String path, Supplier<String> body) {
        server.createContext(
                path,
                exchange -> answer(exchange, "application/json", body.get().getBytes(StandardCharsets.UTF_8)));
    }

    private void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/console/".length());
        ConsoleFile file = files.get(path.isEmpty() ? "index.html" : path);
        exchange.getResponseHeaders().add("Content-Security-Policy", CSP);
        if (file == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        answer(exchange, file.contentType(), file.content());
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            String all = IntStream.range(0, calls).mapToObj(this::call).collect(Collectors.joining(","));
            send(out, "snapshot", "{\"calls\":[" + all + "]}");
            long next = System.nanoTime();
            while (open) {
                next += TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                event(out);
            }
        } catch (IOException | InterruptedException gone) {
            // The page was closed.
        }
    }

    private void event(OutputStream out) throws IOException {
        int number = random.nextInt(calls);
        String id = "\"call_id\":\"rtc_" + number + "\",";
        String at = "\"at\":\"" + Instant.now() + "\"";
        String words = WORDS.get(random.nextInt(WORDS.size()));
        switch (random.nextInt(10)) {
            case 0 -> send(out, "call", call(number));
            case 1, 2 ->
                send(
                        out,
                        "timing",
                        "{" + id + "\"item_id\":\"i" + sent + "\",\"latency_ms\":" + (400 + random.nextInt(900)) + ","
                                + at + "}");
            default ->
                send(
                        out,
                        "turn",
                        "{" + id + "\"item_id\":\"i" + sent + "\",\"speaker\":\""
                                + (random.nextBoolean() ? "agent" : "caller") + "\",\"text\":\"" + words
                                + "\",\"interrupted\":false," + at + "}");
        }
    }

    private void send(OutputStream out, String name, String data) throws IOException {
        out.write(("id: " + sent.incrementAndGet() + "\nevent: " + name + "\ndata: " + data + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private String call(int number) {
        Instant offered = Instant.now().minusSeconds(number % 240);
        boolean away = number % 200 == 7;
        return "{\"call_id\":\"rtc_" + number + "\",\"tenant\":\"" + (number % 2 == 0 ? "northwind" : "contoso")
                + "\",\"agent\":\"receptionist\",\"status\":\"running\",\"from\":\"+14*******" + (10 + number % 90)
                + "\",\"to\":\"+18005550100\",\"at\":\"" + offered + "\",\"offered_at\":\"" + offered
                + "\",\"answered_at\":\"" + offered
                + "\",\"node\":\"10.0.0." + (1 + number % 3) + ":25520\",\"attaches\":" + (away ? 2 : 1)
                + ",\"attached\":" + !away
                + ",\"attended\":true,\"turns\":" + number % 12 + ",\"latency_ms\":" + (420 + number % 700)
                + ",\"last\":{\"speaker\":\"caller\",\"text\":\"" + WORDS.get(number % WORDS.size()) + "\",\"at\":\""
                + offered + "\"}}";
    }

    private static String nodes() {
        return "{\"nodes\":["
                + IntStream.rangeClosed(1, 3)
                        .mapToObj(n -> "{\"node\":\"10.0.0." + n
                                + ":25520\",\"status\":\"up\",\"reachable\":true,\"version\":\"0.1.0\",\"self\":"
                                + (n == 1) + ",\"admission\":" + (n == 2)
                                + ",\"ready\":true,\"calls\":333,\"shards\":167,\"cpu\":0.3" + n
                                + ",\"heap_used\":310000000,\"heap_max\":536870912,\"since\":\"2026-07-01T08:00:00Z\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private String activity() {
        long minute = Instant.now().getEpochSecond() / 60;
        String minutes = IntStream.rangeClosed(0, 59)
                .mapToObj(i -> minute(minute - 59 + i, 200 + (i * 37) % 90, i % 7 == 0 ? 12 : 0, 560 + (i * 53) % 240))
                .collect(Collectors.joining(","));
        return "{\"timestamp\":\"" + Instant.now() + "\",\"last_five_minutes\":" + minute(minute, 1210, 12, 640)
                + ",\"minutes\":[" + minutes + "]}";
    }

    private static String minute(long minute, int answered, int refused, int p50) {
        return "{\"at\":\"" + Instant.ofEpochSecond(minute * 60) + "\",\"answered\":" + answered + ",\"refused\":"
                + refused
                + ",\"refused_by\":" + (refused > 0 ? "{\"tenant_limit\":" + refused + "}" : "{}")
                + ",\"setup_ms\":{\"p50\":210,\"p95\":480,\"p99\":900},\"first_audio_ms\":{\"p50\":" + p50 + ",\"p95\":"
                + p50 * 2
                + ",\"p99\":" + p50 * 3 + "}}";
    }

    @Override
    public void close() {
        open = false;
        server.stop(0);
    }
}
