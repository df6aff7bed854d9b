package dev.tandem.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.stage.Limits;
import dev.tandem.launcher.stage.Stage;
import dev.tandem.launcher.stage.StageFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tandem cluster}: several nodes on this machine, and what may befall them. */
@Command(
        name = "cluster",
        sortOptions = false,
        description = {
            "Starts Cassandra, a simulator of OpenAI and its callers, and several nodes that form one cluster; stays until Ctrl-C.",
            "From a second terminal its commands look at the nodes, kill, pause and replace them."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something did not start, or a command could not be carried out",
            "2:wrong arguments"
        })
public final class ClusterCommand implements Callable<Integer> {
    private static final String NODE = "The node's number, from 1.";

    @Spec
    private CommandSpec spec;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "How many nodes (default 3).")
    private int nodes;

    @Option(names = "--lb", description = "Puts HAProxy before them: 8000 takes webhooks, 8001 is the operator API.")
    private boolean balancer;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "So many times faster than people talk (default 1).")
    private double speed;

    @Option(
            names = "--limits",
            paramLabel = "GLOBAL,PER_TENANT",
            description = "Admits only so many calls at a time (default 50,10).")
    private String limits;

    @Option(
            names = "--dialogues",
            paramLabel = "FILE",
            description = "Plays the conversations of this file (JSON lines) in place of the built-in ones.")
    private Path dialogues;

    @Option(names = "--any-ports", description = "Takes any free ports instead of the documented ones.")
    private boolean anyPorts;

    @Override
    public Integer call() throws InterruptedException {
        require(nodes >= 1 && nodes <= 9, "--nodes takes a number from 1 to 9");
        require(speed > 0 && speed <= 1_000, "--speed takes a number above 0, at most 1000");
        require(
                dialogues == null || Files.isReadable(dialogues),
                "--dialogues: there is no readable file " + dialogues);
        Optional<Limits> numbers = Optional.ofNullable(limits).flatMap(Limits::parse);
        require(limits == null || numbers.isPresent(), "--limits takes two numbers, such as 5,3");
        ClusterOptions options = new ClusterOptions(
                nodes, balancer, speed, Optional.ofNullable(dialogues), numbers.orElse(Limits.DEFAULTS), anyPorts);
        new Cluster(options, Stage.home(), Boolean.getBoolean("tandem.terminal"), System.out).run();
        return 0;
    }

    @Command(name = "status", description = "Shows each node: process, readiness, calls; and how full the cluster is.")
    void status(@Option(names = "--json", description = "As JSON.") boolean json) throws InterruptedException {
        JsonNode status = control().status();
        if (json) {
            say(status.toPrettyString());
        } else {
            StatusText.lines(status).forEach(this::say);
        }
    }

    @Command(name = "kill", description = "Kills a node at once (SIGKILL); it stays down.")
    void kill(@Parameters(paramLabel = "NODE", description = NODE) int node) throws InterruptedException {
        order(new Order.Kill(node));
    }

    @Command(name = "pause", description = "Lets a node sleep (SIGSTOP); the others cannot tell it from a dead one.")
    void pause(@Parameters(paramLabel = "NODE", description = NODE) int node) throws InterruptedException {
        order(new Order.Pause(node));
    }

    @Command(name = "resume", description = "Wakes a node that sleeps (SIGCONT).")
    void resume(@Parameters(paramLabel = "NODE", description = NODE) int node) throws InterruptedException {
        order(new Order.Resume(node));
    }

    @Command(
            name = "restart",
            description =
                    "Starts a node that is down; lets one that runs leave first (SIGTERM). Returns when it is ready.")
    void restart(@Parameters(paramLabel = "NODE", description = NODE) int node) throws InterruptedException {
        order(new Order.Restart(node));
    }

    @Command(name = "roll", description = "Replaces all nodes, one after the other, as a deployment does.")
    void roll() throws InterruptedException {
        order(new Order.Roll());
    }

    @Command(name = "stop", description = "Ends everything, as Ctrl-C in the first terminal does.")
    void stop() throws InterruptedException {
        order(new Order.Stop());
    }

    private void order(Order order) throws InterruptedException {
        control().order(order, this::say);
    }

    private static Control control() {
        return Control.of(StageFolder.cluster(Stage.home()).access());
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
