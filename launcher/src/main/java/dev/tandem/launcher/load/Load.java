package dev.tandem.launcher.load;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.cluster.ControlPort;
import dev.tandem.launcher.cluster.Status;
import dev.tandem.launcher.cluster.Supervisor;
import dev.tandem.launcher.stage.Balancer;
import dev.tandem.launcher.stage.Machine;
import dev.tandem.launcher.stage.Node;
import dev.tandem.launcher.stage.NodeVariables;
import dev.tandem.launcher.stage.OnlyOne;
import dev.tandem.launcher.stage.Ports;
import dev.tandem.launcher.stage.Progress;
import dev.tandem.launcher.stage.SampleTenant;
import dev.tandem.launcher.stage.Secrets;
import dev.tandem.launcher.stage.Stage;
import dev.tandem.launcher.stage.StageFolder;
import dev.tandem.launcher.stage.StagePlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One run of a load from start to verdict. */
final class Load {
    /** Unlike other stages' nodes they compile all the way, as in production: they are warm before they are measured. */
    private static final NodeVariables WARM = number -> Map.of("TANDEM_JVM_OPTIONS", "-Xmx512m -XX:+UseSerialGC");

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final LoadOptions options;
    private final Path home;
    private final boolean terminal;
    private final PrintStream out;

    Load(LoadOptions options, Path home, boolean terminal, PrintStream out) {
        this.options = options;
        this.home = home;
        this.terminal = terminal;
        this.out = out;
    }

    /** The exit code: 0 when everything holds. */
    int run() throws InterruptedException {
        if (options.target().isPresent()) {
            return generate(plan().against(options.target().get()), new CompletableFuture<>());
        }
        Machine.requireMemory(Path.of("/proc/meminfo"), options.nodes());
        return OnlyOne.of(home, "load", this::staged);
    }

    private int staged() throws IOException, InterruptedException {
        new NodeArchive(home).makeIfMissing(folder().resolve("archive.log"), out);
        Path root = folder().resolve("stage");
        StageFolder folder = new StageFolder(root, root, root.resolve("access.json")).empty();
        boolean balanced = options.nodes() > 1 && balancerIsThere();
        Ports ports = options.anyPorts()
                ? Ports.anyFree(options.nodes(), balanced)
                : Ports.choose(options.nodes(), balanced, out::println);
        StagePlan plan = new StagePlan(
                        home,
                        folder,
                        ports,
                        Secrets.random(),
                        options.speed(),
                        options.dialogues(),
                        options.admission())
                .with(WARM);
        out.println("Starting what the load needs; logs are in " + home.relativize(root) + ":");
        try (Stage stage = Stage.outlivingNodes(plan, this::ended)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
            Progress progress = new Progress(out, terminal);
            try {
                stage.start(progress);
            } catch (Unable e) {
                progress.failed();
                throw e;
            }
            return controlled(stage, plan);
        }
    }

    private int controlled(Stage stage, StagePlan plan) throws IOException, InterruptedException {
        String token = Secrets.token();
        Supervisor supervisor = new Supervisor(stage, line -> out.println(line.split(";")[0]));
        try (ControlPort control = ControlPort.open(token, supervisor, () -> Status.of(stage.nodes()))) {
            List<String> operators = stage.nodes().stream()
                    .map(node -> node.ports().operatorUrl())
                    .toList();
            LoadOptions.Target target = new LoadOptions.Target(
                    plan.ports().webhookUrls(),
                    List.of(plan.ports()
                            .balancer()
                            .map(balancer -> "http://127.0.0.1:" + balancer.operator())
                            .orElse(operators.getFirst())),
                    stage.simulator().base(),
                    plan.secrets().adminToken(),
                    SampleTenant.ALL.stream().map(SampleTenant::number).toList());
            out.println();
            return generate(
                    plan().against(target)
                            .nodes(operators)
                            .processes(Children.of(stage.nodes()))
                            .control(control.url(), token),
                    stage.broken());
        }
    }

    private int generate(LoadPlan plan, CompletableFuture<Unable> broken) throws InterruptedException {
        Path file = folder().resolve("plan.json");
        plan.write(file);
        try (Generator generator = Generator.start(home, file)) {
            Object first = CompletableFuture.anyOf(generator.ended(), broken).get();
            if (first instanceof Unable unable) {
                throw unable;
            }
            return first.equals(0) ? 0 : 1;
        } catch (ExecutionException e) {
            throw new Unable("The load was broken off.", e);
        } finally {
            file.toFile().delete();
        }
    }

    private LoadPlan plan() {
        String name = options.simulation().label() + "-" + LocalDateTime.now().format(NAME);
        return new LoadPlan(options, folder().resolve(name));
    }

    private Path folder() {
        return home.resolve("run").resolve("load");
    }

    private boolean balancerIsThere() {
        try {
            Balancer.program();
            return true;
        } catch (Unable none) {
            out.println(
                    "There is no HAProxy here (apt-get install haproxy): webhooks go to every node in turn, and one that is"
                            + " answered 503 to the next one at once.");
            return false;
        }
    }

    private void ended(Node node, int exitCode, Unable inWords) {
        out.println(node + " ended by itself with exit code " + exitCode + ".");
    }
}
