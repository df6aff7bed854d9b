package dev.tandem.launcher.faults.network;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between TCP clients and one server, and delays or holds back what passes, by who the client is and in which direction.
 *
 * <p>What is held back is not lost to TCP, as little as on a network: it arrives late, once the way is open again.
 */
final class TcpProxy implements AutoCloseable {
    private static final int PIECE = 16 * 1024;
    private static final int CONNECT_MS = 2_000;

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final Gates gates;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Duration latency = Duration.ZERO;
    private volatile boolean closed;

    private TcpProxy(ServerSocket listening, InetSocketAddress server, Gates gates) {
        this.listening = listening;
        this.server = server;
        this.gates = gates;
    }

    /** Listens on a free port of this machine; whoever connects reaches {@code server} through the gates. */
    static TcpProxy before(InetSocketAddress server, Gates gates) {
        try {
            TcpProxy proxy =
                    new TcpProxy(new ServerSocket(0, 64, InetAddress.getByName(server.getHostString())), server, gates);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new Unable("A proxy could not be opened: " + e.getMessage(), e);
        }
    }

    /** The port clients connect to. */
    int port() {
        return listening.getLocalPort();
    }

    /** Each piece is handed on only so long after it came. */
    void delay(Duration time) {
        latency = time;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listening.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException ended) {
                close();
            }
        }
    }

    private void connect(Socket client) {
        InetAddress who = client.getInetAddress();
        try {
            gates.await(who, Gates.Direction.IN);
            Socket onward = new Socket();
            open.add(onward);
            onward.connect(server, CONNECT_MS);
            onward.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pass(onward, client, who, Gates.Direction.OUT));
            pass(client, onward, who, Gates.Direction.IN);
        } catch (IOException refused) {
            end(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to, InetAddress client, Gates.Direction direction) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                Thread.sleep(latency);
                gates.await(client, direction);
                out.write(piece, 0, length);
            }
        } catch (IOException cut) {
            // Told to the other side below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            // As wanted.
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            listening.close();
        } catch (IOException gone) {
            // As wanted.
        }
        open.forEach(this::end);
    }
}
