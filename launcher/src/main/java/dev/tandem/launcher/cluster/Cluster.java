package dev.tandem.launcher.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.stage.Balancer;
import dev.tandem.launcher.stage.Machine;
import dev.tandem.launcher.stage.Node;
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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A cluster from start to Ctrl-C or {@code ./tandem cluster stop}. */
final class Cluster {
    private final ClusterOptions options;
    private final Path home;
    private final boolean terminal;
    private final PrintStream out;

    Cluster(ClusterOptions options, Path home, boolean terminal, PrintStream out) {
        this.options = options;
        this.home = home;
        this.terminal = terminal;
        this.out = out;
    }

    /** Returns when it was asked to stop and everything has ended. */
    void run() throws InterruptedException {
        if (options.balancer()) {
            Balancer.program();
        }
        Machine.requireMemory(Path.of("/proc/meminfo"), options.nodes());
        OnlyOne.of(home, "cluster", this::alone);
    }

    private int alone() throws IOException, InterruptedException {
        StageFolder folder = StageFolder.cluster(home).empty();
        Ports ports = options.anyPorts()
                ? Ports.anyFree(options.nodes(), options.balancer())
                : Ports.choose(options.nodes(), options.balancer(), out::println);
        StagePlan plan = new StagePlan(
                home, folder, ports, Secrets.random(), options.speed(), options.dialogues(), options.limits());
        out.println("Starting " + options.nodes()
                + " nodes, about a minute; their logs are run/node-<i>.log, the others' are in "
                + home.relativize(folder.root()) + ":");
        try (Stage stage = Stage.outlivingNodes(plan, this::ended)) {
            Supervisor supervisor = new Supervisor(stage, out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(stage, folder)));
            Progress progress = new Progress(out, terminal);
            try {
                stage.start(progress);
            } catch (Unable e) {
                progress.failed();
                throw e;
            }
            supervise(supervisor, stage, plan);
            return 0;
        }
    }

    private void supervise(Supervisor supervisor, Stage stage, StagePlan plan) throws IOException {
        String token = Secrets.token();
        try (ControlPort control = ControlPort.open(token, supervisor, () -> Status.of(stage.nodes()))) {
            try {
                plan.folder().writeAccess(access(stage, plan, control.url(), token));
                explain(stage, plan);
                stay(stage, supervisor);
            } finally {
                // Whoever asked is answered before the port closes.
                plan.folder().access().toFile().delete();
                stage.close();
                supervisor.stopped();
            }
        }
    }

    private static void stay(Stage stage, Supervisor supervisor) {
        try {
            Object why =
                    CompletableFuture.anyOf(stage.broken(), supervisor.asked()).join();
            if (why instanceof Unable unable) {
                throw unable;
            }
        } catch (CancellationException | CompletionException interrupted) {
            // Ctrl-C: the rest is the shutdown hook's.
        }
    }

    private void ended(Node node, int exitCode, Unable inWords) {
        out.println(
                node + " ended by itself with exit code " + exitCode + "; it stays down until ./tandem cluster restart "
                        + node.number() + ". Its log: run/node-" + node.number() + ".log");
    }

    private void interrupted(Stage stage, StageFolder folder) {
        if (stage.open()) {
            out.println();
            out.println("Stopping everything ...");
        }
        folder.access().toFile().delete();
        stage.close();
    }

    private void explain(Stage stage, StagePlan plan) {
        String number = SampleTenant.ALL.getFirst().number();
        out.println();
        out.println("A call:          curl -s " + stage.simulator().base() + "/simulator/calls -d '{\"to\":\"" + number
                + "\"}'");
        out.println("What was said:   ./tandem calls");
        out.println("Console:         " + stage.nodes().getFirst().ports().operatorUrl() + "/console/   sign in with "
                + plan.secrets().adminToken());
        out.println(
                "From elsewhere:  ./tandem cluster status | kill <i> | pause <i> | resume <i> | restart <i> | roll |"
                        + " stop");
        plan.ports()
                .balancer()
                .ifPresent(ports -> out.println("Load balancer:   webhooks on http://127.0.0.1:" + ports.http()
                        + ", operator API on http://127.0.0.1:" + ports.operator()));
        out.println("Running until Ctrl-C.");
    }

    private ObjectNode access(Stage stage, StagePlan plan, String url, String token) {
        ObjectNode fields = new ObjectMapper().createObjectNode();
        String operator = plan.ports()
                .balancer()
                .map(ports -> "http://127.0.0.1:" + ports.operator())
                .orElse(stage.nodes().getFirst().ports().operatorUrl());
        fields.put("api", operator)
                .put("token", plan.secrets().adminToken())
                .put("webhook", plan.ports().webhookUrls().getFirst())
                .put("simulator", stage.simulator().base())
                .put("cassandra", "127.0.0.1:" + plan.ports().cassandra());
        fields.putObject("control")
                .put("url", url)
                .put("token", token)
                .put("pid", ProcessHandle.current().pid());
        return fields;
    }
}
