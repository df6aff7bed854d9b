package dev.tandem.realtime;

import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.realtime.ClientEvent;
import dev.tandem.protocol.realtime.ClientEvents;
import dev.tandem.socket.Socket;
import dev.tandem.socket.SocketEnd;
import dev.tandem.socket.Sockets;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;

/** The life of one call's sideband socket: opened, lost, opened again under the next epoch, until the provider knows it no more. */
final class Attachment {

    /** A call whose sideband was cut, or lost with its node, and that then gets 404 is tried this often before it counts as over. */
    private static final int REATTACH_TRIES = 3;

    /** So often when the provider had closed the sideband itself, as it does when a caller hangs up. */
    private static final int TRIES_AFTER_CLOSE = 1;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(150);

    private final Sideband sideband;
    private final RealtimeSettings settings;
    private final Sockets sockets;
    private final ActorRef<RealtimeSession.Command> session;
    private final TimerScheduler<RealtimeSession.Command> timers;
    private final Logger log;
    private long epoch;
    private long eventIds;
    private int connection;
    private SidebandListener listener;
    private Socket socket;
    private boolean everAttached;
    private boolean accepted;
    private SidebandLoss lastLoss;
    private int tries;
    private long tryingSinceNanos = System.nanoTime();
    private boolean over;
    private boolean gaveUp;
    private boolean expired;

    Attachment(
            Sideband sideband,
            RealtimeSettings settings,
            Sockets sockets,
            ActorRef<RealtimeSession.Command> session,
            TimerScheduler<RealtimeSession.Command> timers,
            Logger log) {
        this.sideband = sideband;
        this.settings = settings;
        this.sockets = sockets;
        this.session = session;
        this.timers = timers;
        this.log = log;
        this.epoch = sideband.epoch();
        this.accepted = sideband.accepted();
        this.lastLoss = follows() ? SidebandLoss.NODE_LOST : SidebandLoss.REFUSED;
    }

    /** Another session had the sideband before this one. */
    boolean follows() {
        return sideband.detachedSince() != null;
    }

    long epoch() {
        return epoch;
    }

    boolean isOpen() {
        return socket != null;
    }

    boolean everAttached() {
        return everAttached;
    }

    /** The provider does not know the call any more, or it is too old for it. */
    boolean gaveUp() {
        return gaveUp;
    }

    boolean expired() {
        return expired;
    }

    SidebandLoss lastLoss() {
        return lastLoss;
    }

    void connect() {
        connection++;
        listener = new SidebandListener(connection, settings.maxUnheard(), session);
        URI address = URI.create(
                settings.realtimeUrl() + "?call_id=" + URLEncoder.encode(sideband.callId(), StandardCharsets.UTF_8));
        sockets.connect(address, Map.of("Authorization", "Bearer " + settings.apiKey()), listener);
    }

    /** True when this is the socket that was waited for. */
    boolean opened(int of, Socket opened) {
        if (of != connection || over) {
            opened.cut();
            return false;
        }
        socket = opened;
        tries = 0;
        everAttached = true;
        accepted = true;
        return true;
    }

    /** True when no further try is worth it. */
    boolean refused(int of, int status, String reason) {
        if (of != connection || over) {
            return false;
        }
        tries++;
        if (isHopeless(status)) {
            gaveUp = true;
            return true;
        }
        if (tries == 1 || tries % 10 == 0) {
            log.info("sideband refused: {} {}", status, reason);
        }
        Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(tries - 1, 10));
        timers.startSingleTimer(
                new RealtimeSession.Connect(),
                new RealtimeSession.Connect(),
                wait.compareTo(settings.maxBackoff()) < 0 ? wait : settings.maxBackoff());
        return false;
    }

    private boolean isHopeless(int status) {
        Duration trying = Duration.ofNanos(System.nanoTime() - tryingSinceNanos);
        if (status != 404) {
            return trying.compareTo(settings.reattachFor()) >= 0;
        }
        return everAttached || follows()
                ? tries >= (lastLoss == SidebandLoss.CLOSED ? TRIES_AFTER_CLOSE : REATTACH_TRIES)
                : trying.compareTo(accepted ? settings.notYet() : FIRST_BACKOFF.multipliedBy(8)) >= 0;
    }

    boolean isCurrent(int of) {
        return of == connection;
    }

    /** One event of the socket was taken. */
    void heard() {
        listener.heard();
    }

    /** The current socket is gone. */
    void ended() {
        socket = null;
    }

    /** Counts the loss and tries again under the next epoch, unless the provider ended the session for its age. */
    void lost(SocketEnd end) {
        lastLoss = cause(end);
        epoch++;
        tries = 0;
        tryingSinceNanos = System.nanoTime();
        if (expired) {
            gaveUp = true;
        } else {
            connect();
        }
    }

    static SidebandLoss cause(SocketEnd end) {
        return switch (end) {
            case CLOSED -> SidebandLoss.CLOSED;
            case SILENT -> SidebandLoss.SILENT;
            case CUT, TOO_LARGE, MALFORMED, OURS -> SidebandLoss.CUT;
        };
    }

    /** The call says that it is accepted, and wants its sideband again even where hope was lost. */
    void rejoin(boolean callAccepted) {
        accepted |= callAccepted;
        if (gaveUp) {
            gaveUp = false;
            tries = 0;
            tryingSinceNanos = System.nanoTime();
            connect();
        }
    }

    void expire() {
        expired = true;
    }

    /** The call was hung up: no more sockets. */
    void over() {
        over = true;
        timers.cancel(new RealtimeSession.Connect());
        close();
    }

    /** Another node takes the sideband over: what this socket still says is not heard. */
    void letGo() {
        over();
        connection++;
        socket = null;
    }

    void close() {
        if (socket != null) {
            socket.close(1000, "call over");
        }
    }

    /** Comes back in the error that an event draws. */
    String nextEventId() {
        return "evt_" + epoch + "_" + ++eventIds;
    }

    boolean send(ClientEvent event) {
        if (socket.send(ClientEvents.write(event))) {
            return true;
        }
        // A peer that takes nothing any more is as good as gone; the re-attach sends what is still owed.
        socket.cut();
        return false;
    }
}
