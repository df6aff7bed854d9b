package dev.tandem.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a socket's listener was told, in order. */
final class Heard implements SocketListener {
    sealed interface Happening {}

    record Opened(Socket socket) implements Happening {}

    record Refused(int status, String reason) implements Happening {}

    record Text(String text) implements Happening {}

    record Room() implements Happening {}

    record Ended(SocketEnd end, int code, String reason) implements Happening {}

    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
    private Thread loop;

    @Override
    public void opened(Socket socket) {
        add(new Opened(socket));
    }

    @Override
    public void refused(int httpStatus, String reason) {
        add(new Refused(httpStatus, reason));
    }

    @Override
    public void text(byte[] utf8) {
        add(new Text(new String(utf8, StandardCharsets.UTF_8)));
    }

    @Override
    public void room() {
        add(new Room());
    }

    @Override
    public void ended(SocketEnd end, int closeCode, String reason) {
        add(new Ended(end, closeCode, reason));
    }

    private synchronized void add(Happening happening) {
        Thread now = Thread.currentThread();
        if (loop == null) loop = now;
        // A second thread would be told to the test as the wrong happening.
        happenings.add(
                loop == now && now.getName().startsWith("tandem-socket") ? happening : new Text("told on " + now));
    }

    Socket opened() {
        return next(Opened.class).socket();
    }

    String text() {
        return next(Text.class).text();
    }

    Refused refused() {
        return next(Refused.class);
    }

    Ended ended() {
        return next(Ended.class);
    }

    <H extends Happening> H next(Class<H> kind) {
        try {
            Happening next = happenings.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("told within 10 s").isInstanceOf(kind);
            return kind.cast(next);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean nothingMore() {
        return happenings.isEmpty();
    }
}
