package dev.tandem.launcher.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.check.CheckedCall;
import dev.tandem.launcher.stage.Machine;
import dev.tandem.launcher.stage.Node;
import dev.tandem.launcher.stage.OnlyOne;
import dev.tandem.launcher.stage.Ports;
import dev.tandem.launcher.stage.Progress;
import dev.tandem.launcher.stage.Secrets;
import dev.tandem.launcher.stage.Stage;
import dev.tandem.launcher.stage.StageFolder;
import dev.tandem.launcher.stage.StagePlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** One demonstration from start to verdict. */
final class Demo {
    /** How a call ends whose caller left before any node was heard to have it. */
    private static final String LEFT_BEFORE_ANSWER = "left_before_answer";

    private final DemoOptions options;
    private final Path home;
    private final boolean terminal;
    private final PrintStream out;
    private final AtomicBoolean lostNode = new AtomicBoolean();

    Demo(DemoOptions options, Path home, boolean terminal, PrintStream out) {
        this.options = options;
        this.home = home;
        this.terminal = terminal;
        this.out = out;
    }

    /** The exit code: 0 when every call is right. */
    int run() throws InterruptedException {
        Machine.requireMemory(Path.of("/proc/meminfo"), options.nodes());
        return OnlyOne.of(home, "demo", this::alone);
    }

    private int alone() throws IOException, InterruptedException {
        StageFolder folder = StageFolder.demo(home).empty();
        Ports ports = options.anyPorts()
                ? Ports.anyFree(options.nodes(), false)
                : Ports.choose(options.nodes(), false, out::println);
        Secrets secrets = Secrets.random();
        Progress progress = new Progress(out, terminal);
        out.println("Starting, about half a minute; logs are in " + home.relativize(folder.root()) + ":");
        StagePlan plan =
                new StagePlan(home, folder, ports, secrets, options.speed(), options.dialogues(), options.admission());
        AtomicReference<Stage> opened = new AtomicReference<>();
        try (Stage stage = options.nodes() == 1
                ? Stage.whole(plan)
                : Stage.outlivingNodes(plan, (node, code, inWords) -> lost(opened.get(), node, code, inWords))) {
            opened.set(stage);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped(stage, folder)));
            try {
                stage.start(progress);
            } catch (Unable e) {
                progress.failed();
                throw e;
            }
            folder.writeAccess(access(stage, ports, secrets));
            out.println();
            out.println("Console: " + api(stage).base() + "/console/   sign in with " + secrets.adminToken());
            if (options.nodes() > 1) {
                out.println("To lose a node: kill -9 $(cat " + home.relativize(folder.nodePid(2)) + ")");
            }
            int code = played(stage);
            if (!options.exit()) {
                stay(stage, secrets);
            }
            return code;
        }
    }

    private int played(Stage stage) throws InterruptedException {
        out.println();
        List<CheckedCall> calls;
        try (LiveWords words =
                new LiveWords(stage.nodes().stream().map(Node::operator).toList(), out, terminal)) {
            words.open();
            Conversations conversations = new Conversations(
                    options, stage.simulator(), () -> api(stage), words, Conversations.Patience.USUAL);
            calls = unlessBroken(stage, conversations);
        }
        boolean refusalsExpected = options.limits().isPresent();
        out.println();
        ResultTable.lines(calls, refusalsExpected).forEach(out::println);
        long right = calls.stream()
                .filter(call -> call.faults(refusalsExpected).isEmpty())
                .count();
        List<CheckedCall> others = calls.stream()
                .filter(call -> !call.faults(refusalsExpected).isEmpty())
                .toList();
        long gapped = others.stream().filter(CheckedCall::rightButForGaps).count();
        long left = others.stream()
                .filter(call -> call.call().termination().equals(LEFT_BEFORE_ANSWER))
                .count();
        boolean explained = lostNode.get() && gapped + left == others.size();
        out.println();
        out.println(right + " of " + calls.size() + " calls are right."
                + (lostNode.get() && gapped + left > 0
                        ? " Because of the lost node: " + gapped + " with a gap, " + left + " left unanswered."
                        : ""));
        options.report().ifPresent(file -> {
            Report.write(file, calls, refusalsExpected);
            out.println("Report: " + file);
        });
        return others.isEmpty() || explained ? 0 : 1;
    }

    /** The others take its calls up; with the last one everything has ended. */
    private void lost(Stage stage, Node node, int code, Unable inWords) {
        lostNode.set(true);
        if (running(stage).findAny().isEmpty()) {
            stage.broken().complete(inWords);
            return;
        }
        out.println();
        out.println(node + " ended with exit code " + code
                + "; its callers talk on, and other nodes take the calls up in some 20 s.");
        out.println("Console: " + api(stage).base() + "/console/");
        out.println();
    }

    /** A process that dies and that nothing goes on without takes the calls with it: nobody shall wait for them. */
    private static List<CheckedCall> unlessBroken(Stage stage, Conversations conversations)
            throws InterruptedException {
        CompletableFuture<List<CheckedCall>> calls = new CompletableFuture<>();
        Thread player = Thread.ofVirtual().name("conversations").start(() -> {
            try {
                calls.complete(conversations.play());
            } catch (InterruptedException | RuntimeException e) {
                calls.completeExceptionally(e);
            }
        });
        stage.broken().thenAccept(calls::completeExceptionally);
        try {
            return calls.get();
        } catch (ExecutionException e) {
            player.interrupt();
            throw e.getCause() instanceof Unable unable
                    ? unable
                    : new Unable("The calls could not be played: " + e.getCause(), e.getCause());
        }
    }

    private void stay(Stage stage, Secrets secrets) throws InterruptedException {
        out.println();
        out.println("API: " + api(stage).base() + "/api/v1   (./tandem calls shows it as well)");
        out.println("  curl -H 'Authorization: Bearer " + secrets.adminToken() + "' "
                + api(stage).base() + "/api/v1/calls");
        out.println("Running until Ctrl-C.");
        try {
            throw stage.broken().get();
        } catch (CancellationException stopped) {
            // Ctrl-C: the rest is the shutdown hook's.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void stopped(Stage stage, StageFolder folder) {
        if (stage.open()) {
            out.println();
            out.println("Stopping nodes, simulator and Cassandra ...");
        }
        folder.access().toFile().delete();
        stage.close();
    }

    /** Every node answers for all calls; one that runs is enough. */
    private static HttpJson api(Stage stage) {
        return running(stage).findFirst().orElse(stage.nodes().getFirst()).operator();
    }

    private static Stream<Node> running(Stage stage) {
        return stage.nodes().stream().filter(node -> node.state() == Node.State.RUNNING);
    }

    private static ObjectNode access(Stage stage, Ports ports, Secrets secrets) {
        return new ObjectMapper()
                .createObjectNode()
                .put("api", api(stage).base())
                .put("token", secrets.adminToken())
                .put("webhook", ports.nodes().getFirst().webhookUrl())
                .put("simulator", stage.simulator().base())
                .put("cassandra", "127.0.0.1:" + ports.cassandra());
    }
}
