package dev.tandem.launcher;

import dev.tandem.launcher.calls.CallsCommand;
import dev.tandem.launcher.cluster.ClusterCommand;
import dev.tandem.launcher.demo.DemoCommand;
import dev.tandem.launcher.faults.FaultsCommand;
import dev.tandem.launcher.load.LoadCommand;
import dev.tandem.launcher.replay.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands of {@code ./tandem} that drive a running system from outside; the script itself starts the others. */
@Command(
        name = "tandem",
        description = "Answers phone calls with AI voice agents.",
        subcommands = {
            DemoCommand.class,
            ClusterCommand.class,
            CallsCommand.class,
            ReplayCommand.class,
            FaultsCommand.class,
            LoadCommand.class
        })
public final class Main implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this.")
    private boolean help;

    private Main() {}

    /** Exit codes: 0 done, 1 it failed, 2 wrong arguments. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    private static int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** The commands and how their failures are told, for whoever runs them inside another program. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof Unable)) {
                        throw failure;
                    }
                    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
                    return 1;
                });
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
