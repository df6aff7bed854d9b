package dev.tandem.launcher.stage;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The documented ports of one machine, or the next free ones where those are taken.
 *
 * @param nodes those of each node, the first one's first
 * @param balancer those of the load balancer, if there is one
 */
public record Ports(List<NodePorts> nodes, Optional<BalancerPorts> balancer, int simulator, int cassandra) {
    /** Further nodes of one machine lie 10 apart; so do the substitutes. */
    private static final int STEP = 10;

    private static final int TRIES = 50;

    /**
     * Below those that systems give to whoever connects somewhere: a node that is down for a while would not get such a port again.
     */
    private static final int FIRST_ANY = 12_000;

    private static final int LAST_ANY = 32_000;
    private static final int ANY_TRIES = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Where the load balancer listens for all nodes.
     *
     * @param http webhooks
     * @param operator API
     */
    public record BalancerPorts(int http, int operator) {}

    /** The documented ones; says which are taken and what stands in for them. */
    public static Ports choose(int nodes, boolean balancer, Consumer<String> notice) {
        Set<Integer> chosen = new HashSet<>();
        List<String> moved = new ArrayList<>();
        Ports ports = of(nodes, balancer, (purpose, documented) -> free(purpose, documented, chosen, moved));
        if (!moved.isEmpty()) {
            notice.accept("Ports taken by other processes: " + String.join(", ", moved) + ".");
        }
        return ports;
    }

    /** Any that are free. */
    public static Ports anyFree(int nodes, boolean balancer) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            return of(nodes, balancer, (purpose, documented) -> held(held));
        } finally {
            held.forEach(Ports::release);
        }
    }

    private static Ports of(int count, boolean balancer, ToIntBiFunction<String, Integer> port) {
        List<NodePorts> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String node = count == 1 ? "" : " of node " + (i + 1);
            int step = i * STEP;
            nodes.add(new NodePorts(
                    port.applyAsInt("public" + node, 8080 + step),
                    port.applyAsInt("operator" + node, 8081 + step),
                    port.applyAsInt("media" + node, 8082 + step),
                    port.applyAsInt("management" + node, 7626 + step),
                    port.applyAsInt("remoting" + node, 25520 + step)));
        }
        Optional<BalancerPorts> before = balancer
                ? Optional.of(new BalancerPorts(
                        port.applyAsInt("load balancer's public", 8000),
                        port.applyAsInt("load balancer's operator", 8001)))
                : Optional.empty();
        return new Ports(
                List.copyOf(nodes), before, port.applyAsInt("simulator", 9200), port.applyAsInt("Cassandra", 9042));
    }

    /** Where webhooks go: to every node in turn, or to the load balancer before them. */
    public List<String> webhookUrls() {
        return balancer.map(one -> List.of(NodePorts.webhookUrl(NodePorts.LOOPBACK, one.http())))
                .orElseGet(() -> nodes.stream().map(NodePorts::webhookUrl).toList());
    }

    /** The same ports, of nodes that live elsewhere. */
    public Ports in(Premises premises) {
        List<NodePorts> lived = IntStream.rangeClosed(1, nodes.size())
                .mapToObj(number -> premises.lived(number, nodes.get(number - 1)))
                .toList();
        return new Ports(lived, balancer, simulator, cassandra);
    }

    /** The same on every node, so that they form one cluster. */
    String seeds() {
        return nodes.stream().map(NodePorts::address).collect(Collectors.joining(","));
    }

    private static int held(List<ServerSocket> held) {
        for (int i = 0; i < ANY_TRIES; i++) {
            try {
                held.add(new ServerSocket(FIRST_ANY + RANDOM.nextInt(LAST_ANY - FIRST_ANY)));
                return held.getLast().getLocalPort();
            } catch (IOException taken) {
                // Another one then.
            }
        }
        throw new Unable("No port from " + FIRST_ANY + " to " + LAST_ANY + " is free.");
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int free(String purpose, int documented, Set<Integer> chosen, List<String> moved) {
        for (int port = documented; port < documented + STEP * TRIES; port += STEP) {
            if (!chosen.contains(port) && bindable(port)) {
                chosen.add(port);
                if (port != documented) {
                    moved.add(documented + " (" + purpose + ", now " + port + ")");
                }
                return port;
            }
        }
        throw new Unable("No port is free for " + purpose + ": " + documented + " and " + (TRIES - 1)
                + " after it, in steps of " + STEP + ", are taken.");
    }

    private static boolean bindable(int port) {
        try (ServerSocket everywhere = new ServerSocket(port)) {
            return everywhere.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
