package dev.tandem.launcher.faults.network;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.stage.NodePorts;
import dev.tandem.launcher.stage.Premises;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy before each node's remoting port, by which its peers know it; each node's own connections come from a loopback address of its own,
 * so that the proxies know whose they are.
 */
final class Proxies implements Network {
    private static final int FIRST = 10;

    private final List<Gates> gates = new ArrayList<>();
    private final Map<Integer, TcpProxy> proxies = new ConcurrentHashMap<>();

    private Proxies(int nodes) {
        for (int i = 0; i < nodes; i++) {
            gates.add(new Gates());
        }
    }

    static Proxies open(int nodes) {
        return new Proxies(nodes);
    }

    @Override
    public Premises premises() {
        return new Premises() {
            @Override
            public NodePorts lived(int number, NodePorts chosen) {
                TcpProxy before = proxies.computeIfAbsent(
                        number,
                        node -> TcpProxy.before(
                                new InetSocketAddress(chosen.host(), chosen.remoting()), gates.get(node - 1)));
                return chosen.reachedBy(chosen.host(), new NodePorts.Known(chosen.host(), before.port()));
            }

            @Override
            public List<String> options(int number, NodePorts lived) {
                String artery = "-Dpekko.remote.artery.";
                return List.of(
                        artery + "bind.hostname=" + lived.host(),
                        artery + "bind.port=" + lived.remoting(),
                        artery + "advanced.tcp.outbound-client-hostname="
                                + origin(number).getHostAddress());
            }
        };
    }

    @Override
    public String kind() {
        return "proxies";
    }

    @Override
    public void cut(int node) {
        Gates own = gates.get(node - 1);
        own.shut(Gates.Direction.IN);
        own.shut(Gates.Direction.OUT);
        peersOf(node).forEach(peer -> {
            peer.shut(origin(node), Gates.Direction.IN);
            peer.shut(origin(node), Gates.Direction.OUT);
        });
    }

    @Override
    public void isolate(int node) {
        throw new Unable("Proxies stand between the nodes only; namespaces are needed to cut one off from everything.");
    }

    @Override
    public void cutOneWay(int node) {
        gates.get(node - 1).shut(Gates.Direction.OUT);
        peersOf(node).forEach(peer -> peer.shut(origin(node), Gates.Direction.IN));
    }

    @Override
    public boolean isolates() {
        return false;
    }

    @Override
    public void heal() {
        gates.forEach(Gates::open);
    }

    @Override
    public void close() {
        proxies.values().forEach(TcpProxy::close);
    }

    private List<Gates> peersOf(int node) {
        List<Gates> peers = new ArrayList<>(gates);
        peers.remove(node - 1);
        return peers;
    }

    private static InetAddress origin(int node) {
        try {
            return InetAddress.getByName("127.0.0." + (FIRST + node));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
