package dev.tandem.launcher.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of a node that will start later, kept from everybody else until then.
 *
 * <p>Bound and never listening: who connects to one is refused, as it would be without us.
 */
final class HeldPorts implements AutoCloseable {
    private final List<Socket> held = new ArrayList<>();

    /** Those that are taken meanwhile are left to the node, which says so when it starts. */
    static HeldPorts of(NodePorts ports) {
        HeldPorts holding = new HeldPorts();
        List.of(ports.http(), ports.operator(), ports.media(), ports.management(), ports.remoting())
                .forEach(holding::hold);
        return holding;
    }

    private void hold(int port) {
        Socket socket = new Socket();
        held.add(socket);
        try {
            socket.bind(new InetSocketAddress(port));
        } catch (IOException taken) {
            // The node will tell.
        }
    }

    @Override
    public void close() {
        for (Socket socket : held) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
