package dev.tandem.socket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener that is told each end once, and whose own failures stay with it: a fault of one call must not reach the loop of others. */
final class Told implements SocketListener {
    private static final Logger log = LoggerFactory.getLogger(Told.class);

    private final SocketListener listener;
    private boolean over;

    Told(SocketListener listener) {
        this.listener = listener;
    }

    /** True once refused or ended: nothing more is told. */
    boolean over() {
        return over;
    }

    @Override
    public void opened(Socket socket) {
        if (!over) guarded(() -> listener.opened(socket));
    }

    @Override
    public void refused(int httpStatus, String reason) {
        if (over) return;
        over = true;
        guarded(() -> listener.refused(httpStatus, reason));
    }

    @Override
    public void text(byte[] utf8) {
        if (!over) guarded(() -> listener.text(utf8));
    }

    @Override
    public void room() {
        if (!over) guarded(listener::room);
    }

    @Override
    public void ended(SocketEnd end, int closeCode, String reason) {
        if (over) return;
        over = true;
        guarded(() -> listener.ended(end, closeCode, reason));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("a socket's listener failed; its socket goes on", e);
        }
    }
}
