package dev.tandem.launcher.stage;

import dev.tandem.launcher.Unable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** HAProxy before the nodes, configured by {@code haproxy/haproxy.cfg}. */
public final class Balancer {
    /** It knows nothing of parents, so that a shell beside it waits for ours to end; and a terminal's Ctrl-C would end it too early. */
    private static final List<String> ENDS_WITH_PARENT = List.of(
            "/bin/sh",
            "-c",
            "exec 3<&0; { cat <&3 >/dev/null; kill $$; } 2>/dev/null & "
                    + "if command -v setsid >/dev/null; then exec setsid \"$@\" 3<&- </dev/null; else exec \"$@\" 3<&- </dev/null; fi",
            "tandem");

    /** Debian puts it where only root's search path leads. */
    private static final String SYSTEM = "/usr/local/sbin" + File.pathSeparator + "/usr/sbin";

    private Balancer() {}

    /** HAProxy's program; fails with how to install it. */
    public static Path program() {
        return program(System.getenv("PATH") + File.pathSeparator + SYSTEM);
    }

    static Path program(String searchPath) {
        return Stream.of(searchPath.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Unable("The load balancer is HAProxy; install it: apt-get install haproxy"));
    }

    static ChildProcess start(StagePlan plan) {
        Path file = plan.folder().root().resolve("haproxy.cfg");
        try {
            String template = Files.readString(plan.home().resolve("haproxy").resolve("haproxy.cfg"));
            Files.writeString(file, filledIn(template, plan.ports()));
        } catch (IOException e) {
            throw new Unable("The load balancer's configuration could not be written: " + e.getMessage(), e);
        }
        List<String> command = Stream.concat(
                        ENDS_WITH_PARENT.stream(),
                        Stream.of(
                                program().toString(),
                                "-db",
                                "-f",
                                file.toAbsolutePath().toString()))
                .toList();
        return ChildProcess.start("The load balancer", plan.folder().log("haproxy"), plan.home(), command, Map.of());
    }

    static String filledIn(String template, Ports ports) {
        Ports.BalancerPorts own = ports.balancer().orElseThrow();
        return template.replace("@PUBLIC_PORT@", String.valueOf(own.http()))
                .replace("@OPERATOR_PORT@", String.valueOf(own.operator()))
                .replace("@PUBLIC_SERVERS@", servers(ports, NodePorts::http))
                .replace("@OPERATOR_SERVERS@", servers(ports, NodePorts::operator));
    }

    private static String servers(Ports ports, ToIntFunction<NodePorts> port) {
        return Stream.iterate(0, i -> i < ports.nodes().size(), i -> i + 1)
                .map(i -> {
                    NodePorts node = ports.nodes().get(i);
                    return "    server node-%d %s:%d port %d"
                            .formatted(i + 1, node.host(), port.applyAsInt(node), node.operator());
                })
                .collect(Collectors.joining("\n"));
    }
}
