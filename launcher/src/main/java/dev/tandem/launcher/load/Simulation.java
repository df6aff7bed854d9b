package dev.tandem.launcher.load;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The simulations of the load-tests module, each with what it runs when nobody says otherwise. */
enum Simulation {
    CALL_ARRIVALS("CallArrivals", 200, 10, 1, 1, 1, 1_000),
    HELD_CALLS("HeldCalls", 50, 10, 2, 1, 1, 1_000),
    DUPLICATE_STORM("DuplicateStorm", 100, 5, 1, 2, 4, 1_000),
    API_READERS("ApiReaders", 200, 4, 1, 1, 4, 1_000),
    /** A delivery that meets a dead node is repeated after seconds, as the provider does. */
    NODE_LOSS_UNDER_LOAD("NodeLossUnderLoad", 120, 2, 1, 3, 1, 15_000);

    private final String label;
    private final int calls;
    private final double rate;
    private final double minutes;
    private final int nodes;
    private final double speed;
    private final long webhookP99Ms;

    Simulation(String label, int calls, double rate, double minutes, int nodes, double speed, long webhookP99Ms) {
        this.label = label;
        this.calls = calls;
        this.rate = rate;
        this.minutes = minutes;
        this.nodes = nodes;
        this.speed = speed;
        this.webhookP99Ms = webhookP99Ms;
    }

    /** By its name, whatever its case. */
    static Optional<Simulation> named(String name) {
        return Arrays.stream(values())
                .filter(simulation -> simulation.label.equalsIgnoreCase(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Simulation::label).collect(Collectors.joining(", "));
    }

    String label() {
        return label;
    }

    int calls() {
        return calls;
    }

    double rate() {
        return rate;
    }

    double minutes() {
        return minutes;
    }

    int nodes() {
        return nodes;
    }

    double speed() {
        return speed;
    }

    long webhookP99Ms() {
        return webhookP99Ms;
    }
}
