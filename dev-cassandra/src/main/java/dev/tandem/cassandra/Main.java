package dev.tandem.cassandra;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs one development node in the foreground until Ctrl-C: {@code ./tandem cassandra}. */
public final class Main {
    private static final String USAGE = """
            Usage: tandem cassandra [--port PORT] [--folder DIR]
            Runs a single real Cassandra node on 127.0.0.1 for development, until Ctrl-C.
              --port PORT    the port for CQL clients; 0 takes a free one (default 9042)
              --folder DIR   keeps data and log (default run/cassandra)
              --help         shows this
            TANDEM_CASSANDRA_JVM_OPTIONS holds more options of its Java, which is given 512 MB and no optimising compiler.
            """;

    private Main() {}

    /** Exit codes: 0 after Ctrl-C, 1 when the node did not start or ended by itself, 2 for wrong arguments. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = 9042;
        Path folder = Path.of("run", "cassandra");
        for (int i = 0; i < arguments.length; i++) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--help", "-h" -> {
                    System.out.print(USAGE);
                    return;
                }
                case "--port" -> {
                    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535) {
                        refuse("--port takes a number from 0 to 65535, not '" + value + "'");
                    }
                    port = Integer.parseInt(value);
                    i++;
                }
                case "--folder" -> {
                    if (value.isEmpty()) {
                        refuse("--folder takes a directory");
                    }
                    folder = Path.of(value);
                    i++;
                }
                default -> refuse("unknown argument '" + arguments[i] + "'");
            }
        }
        run(folder, port);
    }

    private static void run(Path folder, int port) throws InterruptedException {
        System.out.println("Cassandra is starting in " + folder.toAbsolutePath() + " (8 to 20 s) ...");
        try (DevCassandra node = DevCassandra.start(folder, port)) {
            AtomicBoolean stopping = new AtomicBoolean();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stopping.set(true);
                node.close();
            }));
            System.out.println("Cassandra is ready: " + node.contactPoint() + ", datacenter " + DevCassandra.DATACENTER
                    + ", process " + node.pid() + ". Ctrl-C stops it.");
            while (!node.ended(1, TimeUnit.HOURS)) {
                // Only its end is news.
            }
            if (stopping.get()) {
                return;
            }
            System.err.println("Cassandra ended by itself; see " + node.log());
        } catch (CassandraNotStarted e) {
            System.err.println(e.getMessage());
        }
        System.exit(1);
    }

    private static void refuse(String why) {
        System.err.println("tandem cassandra: " + why);
        System.err.print(USAGE);
        System.exit(2);
    }
}
