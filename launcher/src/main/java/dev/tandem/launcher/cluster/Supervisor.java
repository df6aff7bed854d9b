package dev.tandem.launcher.cluster;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.stage.Node;
import dev.tandem.launcher.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** Carries out what the commands ask of the nodes: they belong to it, whoever gave the command. */
public final class Supervisor {
    /** A planned leave hands its calls to others; this is far more than it takes. */
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(60);

    private final Stage stage;
    private final Say terminal;
    private final ReentrantLock replacing = new ReentrantLock();
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /** Of the nodes of this stage; what happens is told on the terminal too. */
    public Supervisor(Stage stage, Say terminal) {
        this.stage = stage;
        this.terminal = terminal;
    }

    /** Completes when a command asks to stop everything. */
    CompletableFuture<Void> asked() {
        return asked;
    }

    /** Everything has ended: whoever asked may be told. */
    void stopped() {
        stopped.complete(null);
    }

    List<Node> nodes() {
        return stage.nodes();
    }

    /** Does one thing and returns when it is done; fails with the reason when it cannot be. */
    void carryOut(Order order, Say say) throws InterruptedException {
        Say both = line -> {
            terminal.line(line);
            say.line(line);
        };
        switch (order) {
            case Order.Kill(int number) -> kill(node(number), both);
            case Order.Pause(int number) -> pause(node(number), both);
            case Order.Resume(int number) -> resume(node(number), both);
            case Order.Restart(int number) -> alone(() -> restart(node(number), both));
            case Order.Roll() -> alone(() -> roll(both));
            case Order.Stop() -> stop(both);
        }
    }

    private static void kill(Node node, Say say) throws InterruptedException {
        String was = named(node);
        node.kill();
        say.line(was + " was killed; it stays down until ./tandem cluster restart " + node.number() + ".");
    }

    private static void pause(Node node, Say say) throws InterruptedException {
        node.pause();
        say.line(named(node) + " sleeps until ./tandem cluster resume " + node.number() + ".");
    }

    private static void resume(Node node, Say say) {
        node.resume();
        say.line(named(node) + " goes on.");
    }

    private static void restart(Node node, Say say) throws InterruptedException {
        if (node.state() != Node.State.DOWN) {
            String was = named(node);
            long since = System.nanoTime();
            boolean left = node.leave(LEAVE_WITHIN);
            say.line(
                    left
                            ? "%s left in %s.".formatted(was, seconds(since(since)))
                            : "%s did not leave within %d s and was killed.".formatted(was, LEAVE_WITHIN.toSeconds()));
        }
        node.start();
        Duration after = node.awaitReady(elapsed -> {});
        say.line(named(node) + " is ready after " + seconds(after) + ".");
    }

    private void roll(Say say) throws InterruptedException {
        long since = System.nanoTime();
        for (Node node : nodes()) {
            restart(node, say);
        }
        say.line("All " + nodes().size() + " nodes are new, in " + seconds(since(since)) + ".");
    }

    private void stop(Say say) throws InterruptedException {
        say.line("Stopping everything ...");
        asked.complete(null);
        stopped.join();
        say.line("Everything has ended.");
    }

    private void alone(Replacement replacement) throws InterruptedException {
        if (!replacing.tryLock()) {
            throw new Unable("A node is being replaced already; wait for it.");
        }
        try {
            replacement.run();
        } finally {
            replacing.unlock();
        }
    }

    private Node node(int number) {
        if (number < 1 || number > nodes().size()) {
            throw new Unable("There is no node " + number + "; there are 1 to " + nodes().size() + ".");
        }
        return nodes().get(number - 1);
    }

    private static String named(Node node) {
        return node.pid().isPresent() ? node + " (" + node.pid().getAsLong() + ")" : node.toString();
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1000.0);
    }

    @FunctionalInterface
    private interface Replacement {
        void run() throws InterruptedException;
    }
}
