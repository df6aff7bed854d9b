package dev.tandem.launcher.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The file that tells the load generator what to do; it holds tokens, so that it is for this user alone. */
final class LoadPlan {
    private final ObjectNode fields = new ObjectMapper().createObjectNode();

    LoadPlan(LoadOptions options, Path results) {
        fields.put("simulation", options.simulation().label())
                .put("warm_up", options.warmUp())
                .put("calls", options.calls())
                .put("rate", options.rate())
                .put("minutes", options.minutes())
                .put("speed", options.speed())
                .put("refusals_expected", options.limits().isPresent())
                .put("folder", results.toAbsolutePath().toString());
        options.dialogues()
                .ifPresent(file -> fields.put("dialogues", file.toAbsolutePath().toString()));
        fields.putObject("goals")
                .put("success_percent", options.goals().successPercent())
                .put("failures_percent", options.goals().failuresPercent())
                .put("webhook_p99_ms", options.goals().webhookP99Ms())
                .put("read_p99_ms", options.goals().readP99Ms());
    }

    /** To whom. */
    LoadPlan against(LoadOptions.Target target) {
        target.webhooks().forEach(fields.putArray("webhooks")::add);
        target.numbers().forEach(fields.putArray("numbers")::add);
        fields.put("api", target.operators().getFirst())
                .put("token", target.token())
                .put("simulator", target.simulator());
        return nodes(target.operators());
    }

    /** Each node's operator port, where the first one of the target stands for all of them. */
    LoadPlan nodes(List<String> operators) {
        ArrayNode nodes = fields.putArray("nodes");
        for (int i = 0; i < operators.size(); i++) {
            nodes.addObject().put("name", "node-" + (i + 1)).put("operator", operators.get(i));
        }
        return this;
    }

    /** What runs on this machine. */
    LoadPlan processes(Map<String, Long> pids) {
        ObjectNode processes = fields.putObject("processes");
        pids.forEach(processes::put);
        return this;
    }

    /** Where nodes are killed and started again. */
    LoadPlan control(String url, String token) {
        fields.putObject("control").put("url", url).put("token", token);
        return this;
    }

    void write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, fields.toPrettyString() + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new Unable("The plan of the load could not be written to " + file + ": " + e.getMessage(), e);
        }
    }
}
