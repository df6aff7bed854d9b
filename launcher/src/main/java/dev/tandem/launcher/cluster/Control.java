package dev.tandem.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.stage.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The second terminal's side of the control port. */
final class Control {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long SUPERVISOR_GONE_SECONDS = 10;

    private final HttpJson http;
    private final long supervisor;

    private Control(HttpJson http, long supervisor) {
        this.http = http;
        this.supervisor = supervisor;
    }

    /** Of the cluster that wrote this access file; refuses when there is none. */
    static Control of(Path access) {
        JsonNode cluster = Running.read(access);
        String url = cluster.at("/control/url").asText("");
        if (url.isEmpty()) {
            throw notRunning(null);
        }
        HttpJson http = new HttpJson(url, cluster.at("/control/token").asText());
        return new Control(http.within(PATIENCE), cluster.at("/control/pid").asLong());
    }

    JsonNode status() throws InterruptedException {
        try {
            return http.get("/status");
        } catch (HttpJson.Refused e) {
            throw new Unable(e.getMessage(), e);
        } catch (IOException e) {
            throw notRunning(e);
        }
    }

    /** Returns when it is done, having told how it went on. */
    void order(Order order, Say say) throws InterruptedException {
        JsonNode[] last = {MissingNode.getInstance()};
        try {
            http.postLines(order.path(), line -> last[0] = heard(line, say));
        } catch (HttpJson.Refused e) {
            throw new Unable(e.getMessage(), e);
        } catch (IOException e) {
            throw last[0].isMissingNode() ? notRunning(e) : endedTooEarly();
        }
        if (last[0].has("failed")) {
            throw new Unable(last[0].path("failed").asText());
        }
        if (!last[0].has("done")) {
            throw endedTooEarly();
        }
        awaitEnd(order);
    }

    private static JsonNode heard(String line, Say say) {
        try {
            JsonNode told = JSON.readTree(line);
            if (told.has("said")) {
                say.line(told.path("said").asText());
            }
            return told;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Unable endedTooEarly() {
        return new Unable("The cluster ended before it was done.");
    }

    private void awaitEnd(Order order) throws InterruptedException {
        Optional<ProcessHandle> process = ProcessHandle.of(supervisor);
        if (order instanceof Order.Stop && process.isPresent()) {
            try {
                process.get().onExit().get(SUPERVISOR_GONE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new Unable("Everything has ended but the supervisor itself, process " + supervisor + ".", e);
            }
        }
    }

    private static Unable notRunning(Throwable cause) {
        return new Unable("No cluster runs in this folder; start one: ./tandem cluster --nodes 3", cause);
    }
}
