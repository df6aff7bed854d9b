package dev.tandem.launcher.product;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The reference implementation of Standard Webhooks, the npm package {@code standardwebhooks}, as a second opinion on signatures. */
final class NpmSigner {
    private static final String SCRIPT = """
            const { Webhook } = require("standardwebhooks");
            const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
            const timestamp = new Date(Number(given[2]) * 1000);
            process.stdout.write(new Webhook(given[0]).sign(given[1], timestamp, given[3]));
            """;

    private final Path folder;

    private NpmSigner(Path folder) {
        this.folder = folder;
    }

    /** Empty where there is no Node.js, no npm, or no way to the package. */
    static Optional<NpmSigner> installed() throws IOException, InterruptedException {
        Path folder = Path.of("target", "standardwebhooks").toAbsolutePath();
        Files.createDirectories(folder);
        if (!Files.isDirectory(folder.resolve("node_modules/standardwebhooks"))
                && !works(
                        folder,
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--prefix",
                        ".",
                        "standardwebhooks@1.0.0")) {
            return Optional.empty();
        }
        Files.writeString(folder.resolve("sign.cjs"), SCRIPT);
        return works(folder, "node", "--version") ? Optional.of(new NpmSigner(folder)) : Optional.empty();
    }

    /** The value of the {@code webhook-signature} header. */
    String sign(String secret, String id, long timestamp, String body) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "sign.cjs")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var input = node.getOutputStream()) {
            input.write(new ObjectMapper().writeValueAsBytes(List.of(secret, id, String.valueOf(timestamp), body)));
        }
        String signature = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (node.waitFor() != 0) {
            throw new IOException("node could not sign");
        }
        return signature;
    }

    private static boolean works(Path folder, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("install.log").toFile())
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
