package dev.tandem.simulator;

import dev.tandem.simulator.call.Habits;
import dev.tandem.simulator.caller.Switch;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a simulator is started.
 *
 * @param host the address it listens on
 * @param port the port; 0 takes a free one
 * @param key the API key that clients must send as a Bearer token
 * @param webhookSecret the secret of the webhooks, {@code whsec_<base64>}
 * @param webhookUrls where webhooks go, in turn
 * @param dialogues a file of dialogues to play instead of the built-in scenarios
 * @param speed how many times faster than people
 * @param truthFile a file for the truth
 * @param seed makes ids and choices repeatable; empty means another one for every run
 * @param switches habits of every call
 * @param habits waits and undocumented behaviour
 * @param retrySpeed divides the waits between webhook attempts
 * @param run faults, clock, limits and TLS of the whole run
 */
public record SimulatorSettings(
        String host,
        int port,
        String key,
        String webhookSecret,
        List<URI> webhookUrls,
        Optional<Path> dialogues,
        double speed,
        Optional<Path> truthFile,
        Optional<Long> seed,
        Set<Switch> switches,
        Habits habits,
        double retrySpeed,
        RunOptions run) {

    /** The secret that is used when none is given: a test value, {@code 0123456789abcdef} twice. */
    public static final String TEST_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /** Keeps its own copies. */
    public SimulatorSettings {
        webhookUrls = List.copyOf(webhookUrls);
        switches = Set.copyOf(switches);
    }

    /** The defaults of the command line, but on a free port. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                "sk-test",
                TEST_SECRET,
                List.of(),
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty(),
                EnumSet.noneOf(Switch.class),
                Habits.defaults(),
                1,
                RunOptions.defaults());
    }

    /** The same with other webhook URLs. */
    public SimulatorSettings withWebhookUrls(List<URI> urls) {
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                urls,
                dialogues,
                speed,
                truthFile,
                seed,
                switches,
                habits,
                retrySpeed,
                run);
    }

    /** The same at another speed. */
    public SimulatorSettings withSpeed(double faster) {
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                webhookUrls,
                dialogues,
                faster,
                truthFile,
                seed,
                switches,
                habits,
                retrySpeed,
                run);
    }

    /** The same with another webhook secret. */
    public SimulatorSettings withWebhookSecret(String secret) {
        return new SimulatorSettings(
                host,
                port,
                key,
                secret,
                webhookUrls,
                dialogues,
                speed,
                truthFile,
                seed,
                switches,
                habits,
                retrySpeed,
                run);
    }

    /** The same with dialogues of a file. */
    public SimulatorSettings withDialogues(Path file) {
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                webhookUrls,
                Optional.of(file),
                speed,
                truthFile,
                seed,
                switches,
                habits,
                retrySpeed,
                run);
    }

    /** The same with other waits and choices. */
    public SimulatorSettings withHabits(Habits other) {
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                webhookUrls,
                dialogues,
                speed,
                truthFile,
                seed,
                switches,
                other,
                retrySpeed,
                run);
    }

    /** The same with switches for every call. */
    public SimulatorSettings withSwitches(Set<Switch> on) {
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                webhookUrls,
                dialogues,
                speed,
                truthFile,
                seed,
                on,
                habits,
                retrySpeed,
                run);
    }

    /** The same with a seed. */
    public SimulatorSettings withSeed(long fixed) {
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                webhookUrls,
                dialogues,
                speed,
                truthFile,
                Optional.of(fixed),
                switches,
                habits,
                retrySpeed,
                run);
    }

    /** The same with shorter waits between webhook attempts. */
    public SimulatorSettings withRetrySpeed(double faster) {
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                webhookUrls,
                dialogues,
                speed,
                truthFile,
                seed,
                switches,
                habits,
                faster,
                run);
    }

    /** The same with other options of the run. */
    public SimulatorSettings withRun(RunOptions other) {
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                webhookUrls,
                dialogues,
                speed,
                truthFile,
                seed,
                switches,
                habits,
                retrySpeed,
                other);
    }

    /** The same with a file for the truth. */
    public SimulatorSettings withTruthFile(Path file) {
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                webhookUrls,
                dialogues,
                speed,
                Optional.of(file),
                seed,
                switches,
                habits,
                retrySpeed,
                run);
    }
}
