package dev.tandem.launcher.load;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The load generator in a process of its own, which says itself how far it is and what came out. */
final class Generator implements AutoCloseable {
    private final Process process;

    private Generator(Process process) {
        this.process = process;
    }

    static Generator start(Path home, Path plan) {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("tandem").toString(), "load-generator")
                .directory(home.toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("TANDEM_BUILT", "true");
        builder.environment().put("TANDEM_JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put(
                        "TANDEM_JVM_OPTIONS",
                        "-Xmx768m " + Stage.QUICK_JVM + " -Dtandem.load.end-with-parent=true -Dtandem.load.plan="
                                + plan.toAbsolutePath());
        try {
            return new Generator(builder.start());
        } catch (IOException e) {
            throw new Unable("The load generator could not be started: " + e.getMessage(), e);
        }
    }

    /** Completes with its exit code. */
    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
