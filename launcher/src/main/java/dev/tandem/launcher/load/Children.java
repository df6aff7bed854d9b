package dev.tandem.launcher.load;

import dev.tandem.launcher.stage.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes that a stage has started, by what they are. */
final class Children {
    private static final Map<String, String> BY_WORD = Map.of(
            "org.apache.cassandra.service.CassandraDaemon", "cassandra",
            "dev.tandem.simulator.Main", "simulator");

    private Children() {}

    static Map<String, Long> of(List<Node> nodes) {
        Map<String, Long> pids = new LinkedHashMap<>();
        nodes.forEach(node -> node.pid().ifPresent(pid -> pids.put("node-" + node.number(), pid)));
        ProcessHandle.current()
                .descendants()
                .forEach(child -> role(child.info()).ifPresent(role -> pids.put(role, child.pid())));
        return pids;
    }

    private static Optional<String> role(ProcessHandle.Info child) {
        if (child.command().filter(program -> program.endsWith("/haproxy")).isPresent()) {
            return Optional.of("haproxy");
        }
        return child.arguments()
                .flatMap(words -> List.of(words).stream()
                        .filter(BY_WORD::containsKey)
                        .map(BY_WORD::get)
                        .findFirst());
    }
}
