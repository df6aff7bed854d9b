package dev.tandem.load.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is to do, and to whom; a file of JSON, since it holds tokens.
 *
 * @param simulation the simulation's name
 * @param webhooks where webhooks are posted, in turn: a load balancer's, or each node's
 * @param api an operator port that answers for all calls
 * @param nodes each node's operator port
 * @param token of the operator ports
 * @param simulator its base URL
 * @param speed of the simulator, times faster than people talk
 * @param control where nodes are killed and restarted, if anywhere
 * @param processes those on this machine, by name, for their CPU and memory
 * @param numbers dialled in turn
 * @param warmUp calls before those that count
 * @param calls how many
 * @param rate calls that arrive in a second
 * @param minutes how long held calls talk, and readers read
 * @param dialogues conversations as JSON lines; without them the run's own
 * @param refusalsExpected whether a call that a limit refuses is right
 * @param goals what must be reached
 * @param folder where Gatling's report goes
 */
public record Plan(
        String simulation,
        List<String> webhooks,
        String api,
        List<NodeAddress> nodes,
        String token,
        String simulator,
        double speed,
        Optional<Control> control,
        Map<String, Long> processes,
        List<String> numbers,
        int warmUp,
        int calls,
        double rate,
        double minutes,
        Optional<Path> dialogues,
        boolean refusalsExpected,
        Goals goals,
        Path folder) {
    /** The system property that names the file. */
    public static final String FILE = "tandem.load.plan";

    /** The simulations there are. */
    public static final Set<String> SIMULATIONS =
            Set.of("CallArrivals", "HeldCalls", "DuplicateStorm", "ApiReaders", "NodeLossUnderLoad");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** A node by its name and its operator port. */
    public record NodeAddress(String name, String operator) {}

    /** The control port of {@code ./tandem cluster} or {@code ./tandem load}. */
    public record Control(String url, String token) {}

    /**
     * What must be reached.
     *
     * @param successPercent of the calls that no limit refused
     * @param failuresPercent of the requests of a kind: as many may fail and be repeated
     * @param webhookP99Ms from a webhook's first post to its 2xx
     * @param readP99Ms of the API's answers
     */
    public record Goals(double successPercent, double failuresPercent, long webhookP99Ms, long readP99Ms) {}

    /** As written in a file's JSON, where what is optional may be absent. */
    private record Written(
            String simulation,
            List<String> webhooks,
            String api,
            List<NodeAddress> nodes,
            String token,
            String simulator,
            double speed,
            Control control,
            Map<String, Long> processes,
            List<String> numbers,
            int warmUp,
            int calls,
            double rate,
            double minutes,
            String dialogues,
            boolean refusalsExpected,
            Goals goals,
            String folder) {
        Plan plan() {
            return new Plan(
                    simulation,
                    webhooks,
                    api,
                    nodes,
                    token,
                    simulator,
                    speed,
                    Optional.ofNullable(control),
                    processes == null ? Map.of() : processes,
                    numbers,
                    warmUp,
                    calls,
                    rate,
                    minutes,
                    Optional.ofNullable(dialogues).map(Path::of),
                    refusalsExpected,
                    goals,
                    Path.of(folder));
        }
    }

    /** Refuses a run that cannot be, with a sentence. */
    public Plan {
        require(
                simulation != null && SIMULATIONS.contains(simulation),
                "simulation: there is none called " + simulation);
        require(webhooks != null && !webhooks.isEmpty(), "webhooks: a URL is needed");
        require(nodes != null && !nodes.isEmpty(), "nodes: at least one node's operator port is needed");
        require(numbers != null && !numbers.isEmpty(), "numbers: a number to dial is needed");
        require(api != null && simulator != null && token != null, "api, token and simulator are needed");
        require(goals != null, "goals are needed");
        require(calls > 0 && rate > 0 && minutes > 0 && speed > 0, "calls, rate, minutes, speed: above 0");
        webhooks = List.copyOf(webhooks);
        nodes = List.copyOf(nodes);
        numbers = List.copyOf(numbers);
        processes = Map.copyOf(processes);
    }

    /** The plan of this process. */
    public static Plan current() {
        String file = System.getProperty(FILE);
        require(file != null, "-D" + FILE + "=FILE names the plan of the run");
        try {
            return parse(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException("The plan " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads a plan's JSON. */
    public static Plan parse(String json) {
        try {
            return JSON.readValue(json, Written.class).plan();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The plan is not one: " + e.getOriginalMessage(), e);
        }
    }

    /** How long all calls take to arrive. */
    public Duration arrival() {
        return Duration.ofMillis(Math.max(1, Math.round(calls * 1000 / rate)));
    }

    /** The minutes as a duration. */
    public Duration length() {
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
