package dev.tandem.node.doctor;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.tandem.node.ConfiguredSecrets;
import dev.tandem.node.NodeSettings;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The command {@code doctor}: looks at everything a node needs, one line each; its exit code is 1 if anything failed, else 0. */
public final class Doctor {

    private static final int WRONG_USAGE = 2;

    private static final String USAGE = """
            Usage: doctor [--operator URL] [--public URL]

            Without options: looks at the node of this machine, its configuration and all it needs, whether it runs or not.
              --operator URL   only asks the node whose operator port is there whether it is ready
              --public URL     only looks whether webhooks are taken there
            Each line says OK, WARN or FAIL. The exit code is 1 if anything failed.
            """;

    private final PrintStream out;

    private Doctor(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        silence();
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        Doctor doctor = new Doctor(out);
        List<Check> distant = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            URI address = i + 1 < arguments.length ? address(arguments[i + 1]) : null;
            if (address == null || !List.of("--operator", "--public").contains(arguments[i])) {
                out.print(USAGE);
                return arguments[i].equals("--help") || arguments[i].equals("-h") ? 0 : WRONG_USAGE;
            }
            distant.add(
                    arguments[i].equals("--operator")
                            ? new NodeCheck(address, NodeCheck.Unready.FAILURE)
                            : new PublicCheck(address));
        }
        return doctor.look(distant.isEmpty() ? checks(ConfigFactory.load()) : distant);
    }

    /** Everything that is looked at on the machine of a node with this configuration. */
    static List<Check> checks(Config config) {
        Config usable = withWhatCanBeRead(config);
        Clocks clocks = new Clocks(Clock.systemUTC());
        return List.of(
                JavaCheck.ofProcess(),
                new ConfigurationCheck(config),
                new SecretsCheck(config),
                new CassandraCheck(usable, clocks),
                new ProviderCheck(usable, clocks),
                clocks,
                new PortsCheck(usable),
                OpenFilesCheck.ofProcess(usable));
    }

    private int look(List<Check> checks) {
        int failed = 0;
        int warned = 0;
        for (Check check : checks) {
            for (Finding finding : check.look()) {
                out.println(finding);
                failed += finding.level() == Finding.Level.FAIL ? 1 : 0;
                warned += finding.level() == Finding.Level.WARN ? 1 : 0;
            }
        }
        out.println();
        out.println(failed == 0 && warned == 0 ? "All is well." : failed + " failed, " + warned + " to look at.");
        return failed == 0 ? 0 : 1;
    }

    /** A secret that cannot be read is told by its own check and must not hide what the others find. */
    private static Config withWhatCanBeRead(Config config) {
        Config usable = config;
        for (String key : ConfiguredSecrets.KEYS) {
            usable = usable.withValue(key, ConfigValueFactory.fromAnyRef(readOrEmpty(config, key)))
                    .withValue(key + "-file", ConfigValueFactory.fromAnyRef(""));
        }
        return usable;
    }

    private static String readOrEmpty(Config config, String key) {
        try {
            return ConfiguredSecrets.value(config, key);
        } catch (NodeSettings.Wrong toldElsewhere) {
            return "";
        }
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme()) ? null : uri;
        } catch (IllegalArgumentException no) {
            return null;
        }
    }

    /** The lines of the checks are all there is to read. */
    private static void silence() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.getLoggerList().forEach(logger -> logger.setLevel(Level.OFF));
        }
    }
}
