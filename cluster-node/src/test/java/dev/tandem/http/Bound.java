package dev.tandem.http;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Route;

/** Routes on a free port of the loopback, as a node binds them, and two ways to talk to them: a client, and raw bytes. */
public final class Bound implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorSystem<Void> system;
    private final ServerBinding binding;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    public Bound(Function<ActorSystem<?>, Route> routes) {
        system = ActorSystem.create(
                Behaviors.empty(),
                "bound",
                ConfigFactory.parseString("pekko.actor.provider = local, pekko.loglevel = WARNING")
                        .withFallback(ConfigFactory.load()));
        try {
            binding = HttpPort.bind(system, "127.0.0.1", 0, routes.apply(system))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            system.terminate();
            throw new IllegalStateException(e);
        }
    }

    public ActorSystem<Void> system() {
        return system;
    }

    public int port() {
        return binding.localAddress().getPort();
    }

    public HttpClient client() {
        return client;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(PATIENCE);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** Sends bytes as they are and reads one answer. */
    public RawAnswer raw(byte[] request) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port()), 5_000);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static RawAnswer read(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            int next;
            while (!complete(answer) && (next = in.read()) >= 0) {
                answer.write(next);
            }
        } catch (SocketException reset) {
            // A server that refuses bytes unread may reset after its answer; what came before counts.
        }
        return RawAnswer.parse(answer.toString(StandardCharsets.UTF_8));
    }

    private static boolean complete(ByteArrayOutputStream answer) {
        String text = answer.toString(StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(text);
        return head > 0 && length.find() && text.length() >= head + 4 + Integer.parseInt(length.group(1));
    }

    /** A status and the text after the head; status 0 when the connection closed without an answer. */
    public record RawAnswer(int status, String head, String body) {
        static RawAnswer parse(String text) {
            if (!text.startsWith("HTTP/1.1 ")) {
                return new RawAnswer(0, "", text);
            }
            int end = text.indexOf("\r\n\r\n");
            return new RawAnswer(
                    Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
        }
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
