package dev.tandem.launcher.load;

import dev.tandem.launcher.stage.Limits;
import dev.tandem.launcher.stage.SampleTenant;
import dev.tandem.launcher.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tandem load}: load on a cluster, and the verdict of the simulator. */
@Command(
        name = "load",
        sortOptions = false,
        description = {
            "Runs a Gatling simulation against a cluster and the simulator, then holds every call against the truth.",
            "Starts Cassandra, a simulator and nodes (behind HAProxy when it is installed), unless --target names what runs already."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything holds", "1:it could not be run, or something does not hold", "2:wrong arguments"})
public final class LoadCommand implements Callable<Integer> {
    private static final int WARM_UP_SECONDS = 40;
    private static final int LEAST_WARM_UP = 100;
    private static final int MOST_WARM_UP = 2_000;
    private static final double SUCCESS = 99.5;
    private static final double FAILURES = 0.5;
    private static final long READ_P99_MS = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--simulation",
            paramLabel = "NAME",
            required = true,
            description = "CallArrivals, HeldCalls, DuplicateStorm, ApiReaders or NodeLossUnderLoad.")
    private String simulation;

    @Option(names = "--calls", paramLabel = "N", description = "How many calls.")
    private Integer calls;

    @Option(names = "--rate", paramLabel = "R", description = "So many of them arrive in a second.")
    private Double rate;

    @Option(names = "--minutes", paramLabel = "M", description = "How long HeldCalls talk, and ApiReaders read.")
    private Double minutes;

    @Option(names = "--nodes", paramLabel = "K", description = "How many nodes are started.")
    private Integer nodes;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "Of the simulator: so many times faster than people talk.")
    private Double speed;

    @Option(
            names = "--dialogues",
            paramLabel = "FILE",
            description = "Conversations of this file (JSON lines) in place of the own ones.")
    private Path dialogues;

    @Option(
            names = "--limits",
            paramLabel = "GLOBAL,PER_TENANT",
            description = "Admits only so many calls at a time; refused calls are then right too.")
    private String limits;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Calls before those that count (default what arrives in 40 s, 100 to 2000; none with --target).")
    private Integer warmUp;

    @Option(
            names = "--success",
            paramLabel = "PERCENT",
            defaultValue = "" + SUCCESS,
            description = "Of the calls must be carried and told as they were (default 99.5).")
    private double success;

    @Option(
            names = "--failures",
            paramLabel = "PERCENT",
            defaultValue = "" + FAILURES,
            description = "Of the webhooks' and readers' requests, each, may fail and be repeated (default 0.5).")
    private double failures;

    @Option(
            names = "--webhook-p99",
            paramLabel = "MS",
            description = "Webhooks must be answered within this, repeats included (default 1000).")
    private Long webhookP99;

    @Option(
            names = "--read-p99",
            paramLabel = "MS",
            defaultValue = "" + READ_P99_MS,
            description = "ApiReaders must be answered within this (default 1000).")
    private long readP99;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description =
                    "Where webhooks go, repeatable: starts nothing. Needs --operator, --simulator and TANDEM_ADMIN_TOKEN.")
    private List<String> target = new ArrayList<>();

    @Option(
            names = "--operator",
            paramLabel = "URL",
            description = "A node's operator port, repeatable; the first one answers for all.")
    private List<String> operators = new ArrayList<>();

    @Option(names = "--simulator", paramLabel = "URL", description = "The simulator that the target takes for OpenAI.")
    private String simulator;

    @Option(
            names = "--to",
            paramLabel = "NUMBER",
            description = "Dialled in turn, repeatable; a tenant's of the target.")
    private List<String> numbers = new ArrayList<>();

    @Option(names = "--any-ports", description = "Takes any free ports instead of the documented ones.")
    private boolean anyPorts;

    @Override
    public Integer call() throws InterruptedException {
        LoadOptions options = options(System.getenv("TANDEM_ADMIN_TOKEN"));
        return new Load(options, Stage.home(), Boolean.getBoolean("tandem.terminal"), System.out).run();
    }

    LoadOptions options(String token) {
        Simulation chosen = Simulation.named(simulation).orElse(null);
        require(chosen != null, "--simulation takes one of " + Simulation.names());
        LoadOptions options = new LoadOptions(
                chosen,
                Objects.requireNonNullElse(calls, chosen.calls()),
                Objects.requireNonNullElse(rate, chosen.rate()),
                Objects.requireNonNullElse(minutes, chosen.minutes()),
                Objects.requireNonNullElse(warmUp, target.isEmpty() ? warmUp(chosen) : 0),
                Objects.requireNonNullElse(nodes, chosen.nodes()),
                Objects.requireNonNullElse(speed, chosen.speed()),
                Optional.ofNullable(dialogues),
                admission(),
                target(token),
                new LoadOptions.Goals(
                        success, failures, Objects.requireNonNullElse(webhookP99, chosen.webhookP99Ms()), readP99),
                anyPorts);
        // The simulator remembers about so many.
        require(options.calls() >= 1 && options.calls() <= 5_000, "--calls takes a number from 1 to 5000");
        require(options.rate() > 0 && options.rate() <= 1_000, "--rate takes a number above 0, at most 1000");
        require(options.minutes() > 0 && options.minutes() <= 60, "--minutes takes a number above 0, at most 60");
        require(
                options.warmUp() >= 0 && options.warmUp() <= MOST_WARM_UP,
                "--warm-up takes a number from 0 to " + MOST_WARM_UP);
        require(options.nodes() >= 1 && options.nodes() <= 9, "--nodes takes a number from 1 to 9");
        require(options.speed() > 0 && options.speed() <= 1_000, "--speed takes a number above 0, at most 1000");
        require(
                dialogues == null || Files.isReadable(dialogues),
                "--dialogues: there is no readable file " + dialogues);
        require(
                chosen != Simulation.NODE_LOSS_UNDER_LOAD || target.isEmpty() && options.nodes() >= 2,
                "NodeLossUnderLoad kills a node that it has started itself, one of two or more");
        return options;
    }

    private int warmUp(Simulation chosen) {
        double arriving = WARM_UP_SECONDS * Objects.requireNonNullElse(rate, chosen.rate());
        return (int) Math.clamp(arriving, LEAST_WARM_UP, MOST_WARM_UP);
    }

    private Optional<Limits> admission() {
        Optional<Limits> parsed = Optional.ofNullable(limits).flatMap(Limits::parse);
        require(limits == null || parsed.isPresent(), "--limits takes two numbers, such as 5,3");
        return parsed;
    }

    private Optional<LoadOptions.Target> target(String token) {
        if (target.isEmpty()) {
            return Optional.empty();
        }
        require(!operators.isEmpty() && simulator != null, "--target needs --operator and --simulator");
        require(token != null && !token.isEmpty(), "--target needs the operator port's token in TANDEM_ADMIN_TOKEN");
        require(nodes == null, "--nodes starts nodes, and --target says that they run");
        List<String> dialled = numbers.isEmpty()
                ? SampleTenant.ALL.stream().map(SampleTenant::number).toList()
                : numbers;
        return Optional.of(new LoadOptions.Target(
                target.stream().map(LoadCommand::webhook).toList(), operators, simulator, token, dialled));
    }

    /** A URL without a path means the path that nodes have. */
    private static String webhook(String url) {
        return url.matches("https?://[^/]+/?") ? url.replaceAll("/$", "") + "/openai/webhook" : url;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
