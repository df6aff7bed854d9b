package dev.tandem.realtime;

import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.protocol.realtime.ServerEvents;
import dev.tandem.socket.Socket;
import dev.tandem.socket.SocketEnd;
import dev.tandem.socket.SocketListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;

/** Reads events on the socket's own thread and hands the session only those a call acts on. */
final class SidebandListener implements SocketListener {

    private final int connection;
    private final int maxUnheard;
    private final ActorRef<RealtimeSession.Command> session;
    private final AtomicInteger unheard = new AtomicInteger();
    private Socket socket;

    SidebandListener(int connection, int maxUnheard, ActorRef<RealtimeSession.Command> session) {
        this.connection = connection;
        this.maxUnheard = maxUnheard;
        this.session = session;
    }

    /** The session took one event. */
    void heard() {
        unheard.decrementAndGet();
    }

    @Override
    public void opened(Socket opened) {
        socket = opened;
        session.tell(new RealtimeSession.Opened(connection, opened));
    }

    @Override
    public void refused(int httpStatus, String reason) {
        session.tell(new RealtimeSession.Refused(connection, httpStatus, reason));
    }

    @Override
    public void text(byte[] utf8) {
        ServerEvent event = ServerEvents.read(utf8);
        if (event instanceof ServerEvent.Unknown) {
            return;
        }
        if (unheard.incrementAndGet() > maxUnheard) {
            socket.cut();
            return;
        }
        session.tell(new RealtimeSession.Heard(connection, event, System.nanoTime()));
    }

    @Override
    public void ended(SocketEnd end, int closeCode, String reason) {
        session.tell(new RealtimeSession.Ended(connection, end));
    }
}
