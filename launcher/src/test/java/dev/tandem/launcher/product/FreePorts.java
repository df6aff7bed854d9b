package dev.tandem.launcher.product;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports below the range of outgoing connections, so that a server that is down for a moment finds its port again. */
final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (bindable(port) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    private static boolean bindable(int port) {
        try (ServerSocket everywhere = new ServerSocket(port)) {
            return everywhere.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
