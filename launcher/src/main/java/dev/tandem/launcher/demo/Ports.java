package dev.tandem.launcher.demo;

import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The documented ports of one machine, or the next free ones where those are taken. */
record Ports(int http, int operator, int media, int management, int remoting, int simulator, int cassandra) {
    /** Further nodes of one machine lie 10 apart; so do the substitutes. */
    private static final int STEP = 10;

    private static final int TRIES = 50;

    static Ports choose(Consumer<String> notice) {
        Set<Integer> chosen = new HashSet<>();
        List<String> moved = new ArrayList<>();
        Ports ports = new Ports(
                free("public", 8080, chosen, moved),
                free("operator", 8081, chosen, moved),
                free("media", 8082, chosen, moved),
                free("management", 7626, chosen, moved),
                free("remoting", 25520, chosen, moved),
                free("simulator", 9200, chosen, moved),
                free("Cassandra", 9042, chosen, moved));
        if (!moved.isEmpty()) {
            notice.accept("Ports taken by other processes: " + String.join(", ", moved) + ".");
        }
        return ports;
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
