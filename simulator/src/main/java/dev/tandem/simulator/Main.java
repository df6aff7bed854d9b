package dev.tandem.simulator;

import dev.tandem.simulator.call.Habits;
import dev.tandem.simulator.caller.ScriptFormatException;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.control.OfferReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a simulator from the command line. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Plays OpenAI (REST, Realtime sidebands, webhooks), the callers and the tool services.")
public final class Main implements Callable<Integer> {
    /** Logback's own property; set here so that the library brings no logging configuration into other class paths. */
    private static final String LOGBACK_FILE = "logback.configurationFile";

    @Option(names = "--port", defaultValue = "9200", description = "port, 0 = a free one (default ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "address (default ${DEFAULT-VALUE})")
    private String host;

    @Option(names = "--key", defaultValue = "sk-test", description = "API key of clients (default ${DEFAULT-VALUE})")
    private String key;

    @Option(
            names = "--webhook-secret",
            defaultValue = SimulatorSettings.TEST_SECRET,
            description = "secret of the webhooks, whsec_<base64> (default: a published test value)")
    private String webhookSecret;

    @Option(names = "--webhook-url", description = "where webhooks go; several are used in turn")
    private List<String> webhookUrls = new ArrayList<>();

    @Option(names = "--dialogues", description = "file of dialogues, one JSON object a line")
    private Path dialogues;

    @Option(names = "--speed", defaultValue = "1", description = "times faster than people (default ${DEFAULT-VALUE})")
    private double speed;

    @Option(names = "--truth", description = "file for the truth, JSON lines")
    private Path truth;

    @Option(names = "--seed", description = "makes ids repeatable (default: another one for every run)")
    private Long seed;

    @Option(names = "--switch", description = "habit of every call: late, reorder, duplicate, interrupt, non-ascii")
    private List<String> switches = new ArrayList<>();

    @Option(names = "--late", description = "same as --switch late")
    private boolean late;

    @Option(names = "--reorder", description = "same as --switch reorder")
    private boolean reorder;

    @Option(names = "--duplicate", description = "same as --switch duplicate")
    private boolean duplicate;

    @Option(names = "--interrupt", description = "same as --switch interrupt")
    private boolean interrupt;

    @Option(names = "--non-ascii", description = "same as --switch non-ascii")
    private boolean nonAscii;

    @Option(names = "--ring-seconds", defaultValue = "30", description = "how long callers let it ring (default 30)")
    private int ringSeconds;

    @Option(
            names = "--client-wait-seconds",
            defaultValue = "60",
            description = "how long callers bear an agent that waits for its client (default 60)")
    private int clientWaitSeconds;

    @Option(
            names = "--greeting-wait-seconds",
            defaultValue = "10",
            description = "least time a caller waits for a greeting before speaking first (default 10)")
    private int greetingWaitSeconds;

    @Option(names = "--retry-speed", defaultValue = "1", description = "divides the waits between webhook attempts")
    private double retrySpeed;

    @Option(names = "--audio-deltas", description = "sidebands get response.output_audio.delta")
    private boolean audioDeltas;

    @Option(names = "--one-sideband", description = "a second WebSocket on a call is refused")
    private boolean oneSideband;

    @Option(names = "--audio-frame-ms", defaultValue = "200", description = "audio of one delta (default 200)")
    private int audioFrameMs;

    @Option(
            names = "--generation-share",
            defaultValue = "0.4",
            description = "time to make speech, as a share of the time to play it (default 0.4; 1 = as it is played)")
    private double generationShare;

    @Option(names = "--no-session-created", description = "sidebands do not begin with session.created")
    private boolean noSessionCreated;

    @Option(names = "--replay-gap", description = "a sideband that comes back gets the events it missed")
    private boolean replayGap;

    @Option(names = "--truncated-event", description = "conversation.item.truncated when the server cuts playback")
    private boolean truncatedEvent;

    @Option(names = "--item-created", description = "items also get conversation.item.created, the older name")
    private boolean itemCreated;

    @Option(names = "--session-seconds", defaultValue = "3600", description = "age limit of a session (default 3600)")
    private int sessionSeconds;

    @Option(names = "--enforce-rate-limits", description = "responses over the limits fail")
    private boolean enforceLimits;

    @Option(names = "--requests-per-minute", defaultValue = "1000", description = "limit of requests (default 1000)")
    private long requestsPerMinute;

    @Option(names = "--tokens-per-minute", defaultValue = "50000", description = "limit of tokens (default 50000)")
    private long tokensPerMinute;

    @Option(names = "--fault-schedule", description = "file with faults planned for the run")
    private Path faultSchedule;

    @Option(names = "--deterministic", description = "sessions have their own clock, which waits for the client")
    private boolean deterministic;

    @Option(names = "--tls", description = "PKCS#12 file; serves TLS on the same port too")
    private Path tls;

    @Option(names = "--tls-password", defaultValue = "changeit", description = "its password (default changeit)")
    private String tlsPassword;

    @Option(names = "--end-with-parent", description = "end when standard input ends")
    private boolean endWithParent;

    /** Runs until it is stopped. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK_FILE) == null) {
            System.setProperty(LOGBACK_FILE, "dev/tandem/simulator/logback.xml");
        }
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Simulator simulator = Simulator.start(settings())) {
            System.out.println("simulator ready on " + simulator.baseUrl());
            CountDownLatch stopped = new CountDownLatch(1);
            if (endWithParent) {
                Thread watch = new Thread(() -> awaitEndOfInput(stopped), "parent-watch");
                watch.setDaemon(true);
                watch.start();
            }
            stopped.await();
            return 0;
        } catch (IOException | IllegalArgumentException | ScriptFormatException wrong) {
            System.err.println("simulator: " + wrong.getMessage());
            return 1;
        }
    }

    private SimulatorSettings settings() {
        List<URI> urls = webhookUrls.stream().map(OfferReader::webhookUrl).toList();
        Habits habits = new Habits(
                Duration.ofSeconds(ringSeconds),
                Duration.ofSeconds(greetingWaitSeconds),
                Duration.ofSeconds(clientWaitSeconds),
                Duration.ofSeconds(sessionSeconds),
                audioDeltas,
                !oneSideband,
                !noSessionCreated,
                replayGap,
                truncatedEvent,
                itemCreated,
                audioFrameMs,
                generationShare);
        return new SimulatorSettings(
                host,
                port,
                key,
                webhookSecret,
                urls,
                Optional.ofNullable(dialogues),
                speed,
                Optional.ofNullable(truth),
                Optional.ofNullable(seed),
                switchesOn(),
                habits,
                retrySpeed,
                new RunOptions(
                        Optional.ofNullable(faultSchedule),
                        deterministic,
                        enforceLimits,
                        requestsPerMinute,
                        tokensPerMinute,
                        Optional.ofNullable(tls),
                        tlsPassword));
    }

    private Set<Switch> switchesOn() {
        Set<Switch> on = EnumSet.noneOf(Switch.class);
        for (String name : switches) {
            on.add(Switch.named(name).orElseThrow(() -> new IllegalArgumentException("unknown switch " + name)));
        }
        boolean[] flags = {late, reorder, duplicate, interrupt, nonAscii};
        for (Switch habit : Switch.values()) {
            if (flags[habit.ordinal()]) {
                on.add(habit);
            }
        }
        return on;
    }

    private static void awaitEndOfInput(CountDownLatch stopped) {
        try {
            while (System.in.read() >= 0) {
                // Whatever the parent writes, only the end of it counts.
            }
        } catch (IOException closed) {
            // A broken input has ended too.
        }
        stopped.countDown();
    }
}
