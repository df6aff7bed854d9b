package dev.tandem.launcher.demo;

import dev.tandem.launcher.FakeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Stands for the simulator or the node in a process of its own: a fake {@code tandem} script starts it. */
public final class FakeComponent {
    private FakeComponent() {}

    public static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        boolean simulator = name.equals("simulator");
        int port = Integer.parseInt(
                simulator
                        ? arguments[List.of(arguments).indexOf("--port") + 1]
                        : System.getenv("TANDEM_OPERATOR_PORT"));
        if (!simulator && Files.exists(Path.of("node-is-broken"))) {
            System.out.println("ERROR this node is broken");
            System.exit(7);
        }
        FakeCalls calls = new FakeCalls();
        FakeServer server = new FakeServer(port);
        if (simulator) {
            calls.simulator(server);
        } else {
            calls.node(server);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped(name)));
        while (System.in.read() >= 0) {
            // Only the end of our parent is news.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void stopped(String name) {
        try {
            Files.writeString(Path.of("stops"), name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
