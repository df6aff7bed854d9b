package dev.tandem.launcher.faults.network;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.stage.LastWill;
import dev.tandem.launcher.stage.NodePorts;
import dev.tandem.launcher.stage.Premises;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network namespace for each node, with a cable to each of two bridges: one between the nodes, one to Cassandra, the provider and us.
 *
 * <p>A cut is a bridge's port that is down. A cut in one direction is a wrong hardware address for each peer: the node's packets leave and
 * arrive nowhere, theirs arrive. The addresses are those reserved for measuring networks (RFC 2544), which nothing else uses.
 */
final class Namespaces implements Network {
    private static final int PLACES = 100;
    private static final int FIRST = 10;
    private static final String NOBODY = "02:00:00:00:00:fe";

    private final Ip ip;
    private final int place;
    private final int nodes;
    private final LastWill removal;
    private final Deque<String> cures = new ArrayDeque<>();

    private Namespaces(Ip ip, int place, int nodes) {
        this.ip = ip;
        this.place = place;
        this.nodes = nodes;
        this.removal = removal();
    }

    /** Makes them; fails with why this machine does not allow it, and leaves nothing behind then. */
    static Namespaces open(int nodes) {
        Ip ip = Ip.find();
        Namespaces made = new Namespaces(ip, freePlace(ip), nodes);
        try {
            made.build();
            return made;
        } catch (Unable e) {
            made.close();
            throw e;
        }
    }

    /** The bridge's name decides between two that open at one moment. */
    private static int freePlace(Ip ip) {
        Unable last = null;
        for (int place = 0; place < PLACES; place++) {
            try {
                ip.run("link add " + services(place) + " type bridge forward_delay 0");
                return place;
            } catch (Unable taken) {
                last = taken;
                if (!taken.getMessage().contains("File exists")) {
                    break;
                }
            }
        }
        throw new Unable("no bridge can be made: " + last.getMessage(), last);
    }

    private void build() {
        ip.run("link add " + peers(place) + " type bridge forward_delay 0");
        ip.run("addr add " + premises().services() + "/24 dev " + services(place));
        ip.run("link set " + services(place) + " up");
        ip.run("link set " + peers(place) + " up");
        for (int node = 1; node <= nodes; node++) {
            ip.run("netns add " + namespace(node));
            ip.run("-n " + namespace(node) + " link set lo up");
            cable(node, services(place), servicesAddress(node));
            cable(node, peers(place), peersAddress(node));
        }
    }

    private void cable(int node, String bridge, String address) {
        String port = port(bridge, node);
        String inside = bridge.equals(peers(place)) ? "peers" : "services";
        ip.run("link add " + port + " type veth peer name " + inside + " netns " + namespace(node));
        ip.run("link set " + port + " master " + bridge);
        ip.run("link set " + port + " up");
        ip.run("-n " + namespace(node) + " addr add " + address + "/24 dev " + inside);
        ip.run("-n " + namespace(node) + " link set " + inside + " up");
    }

    private LastWill removal() {
        String program = ip.program();
        Stream<String> ends = Stream.of(services(place), peers(place)).map(name -> program + " link del " + name);
        Stream<String> inside =
                IntStream.rangeClosed(1, nodes).mapToObj(node -> program + " netns del " + namespace(node));
        return LastWill.of(String.join("; ", Stream.concat(ends, inside).toList()));
    }

    @Override
    public Premises premises() {
        return new Premises() {
            @Override
            public String services() {
                return "198.18." + place + ".1";
            }

            @Override
            public NodePorts lived(int number, NodePorts chosen) {
                return chosen.reachedBy(
                        servicesAddress(number), new NodePorts.Known(peersAddress(number), chosen.remoting()));
            }

            @Override
            public List<String> within(int number, List<String> command) {
                return Stream.concat(Stream.of(ip.program(), "netns", "exec", namespace(number)), command.stream())
                        .toList();
            }
        };
    }

    @Override
    public String kind() {
        return "network namespaces";
    }

    @Override
    public synchronized void cut(int node) {
        down(port(peers(place), node));
    }

    @Override
    public synchronized void isolate(int node) {
        down(port(peers(place), node));
        down(port(services(place), node));
    }

    @Override
    public synchronized void cutOneWay(int node) {
        for (int peer = 1; peer <= nodes; peer++) {
            if (peer != node) {
                String neighbour = "-n " + namespace(node) + " neigh %s " + peersAddress(peer);
                ip.run(neighbour.formatted("replace") + " lladdr " + NOBODY + " nud permanent dev peers");
                cures.push(neighbour.formatted("del") + " dev peers");
            }
        }
    }

    private void down(String port) {
        ip.run("link set " + port + " down");
        cures.push("link set " + port + " up");
    }

    @Override
    public boolean isolates() {
        return true;
    }

    @Override
    public synchronized void heal() {
        while (!cures.isEmpty()) {
            ip.run(cures.pop());
        }
    }

    @Override
    public void close() {
        removal.close();
    }

    String namespace(int node) {
        return "tandem" + place + "-" + node;
    }

    private static String services(int place) {
        return "tandem" + place + "s";
    }

    private static String peers(int place) {
        return "tandem" + place + "p";
    }

    private static String port(String bridge, int node) {
        return bridge + "-" + node;
    }

    private String servicesAddress(int node) {
        return "198.18." + place + "." + (FIRST + node);
    }

    String peersAddress(int node) {
        return "198.19." + place + "." + (FIRST + node);
    }
}
