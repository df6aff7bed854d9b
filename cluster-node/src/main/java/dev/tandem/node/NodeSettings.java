package dev.tandem.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.tandem.agent.DevelopmentHosts;
import dev.tandem.auth.AdminToken;
import dev.tandem.call.CallPolicy;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.projection.summary.SummarySettings;
import dev.tandem.realtime.ControlSettings;
import dev.tandem.realtime.RealtimeSettings;
import dev.tandem.socket.SocketSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Everything a node is told by its configuration, read once at start; a wrong value names its key. */
public record NodeSettings(
        String host,
        Listener publicListener,
        Listener operatorListener,
        int remotingPort,
        List<String> seeds,
        AdminToken adminToken,
        Path tenants,
        DevelopmentHosts toolAllowList,
        boolean endWithParent,
        boolean wordsInTraces,
        Duration leaveNotice,
        Duration rehearseWithin,
        WebhookSecrets webhooks,
        Duration webhookSecretCheck,
        ControlSettings control,
        RealtimeSettings realtime,
        SocketSettings sockets,
        int globalLimit,
        int tenantLimit,
        Duration rollCall,
        Duration collecting,
        CallPolicy policy) {

    /** Where a port listens. */
    public record Listener(String address, int port) {}

    /** A setting that no node can start with; the message is one sentence that names it. */
    public static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        Wrong(String key, String what) {
            super(key + " " + what);
        }
    }

    public static NodeSettings of(Config given) throws Wrong {
        Config config = ConfiguredSecrets.filledIn(given);
        Reader read = new Reader(config);
        read.with("tandem.prices", () -> Prices.of(config.getConfig("tandem.prices")));
        read.with("tandem.summary", () -> SummarySettings.of(config.getConfig("tandem.summary")));
        URI baseUrl = read.at("tandem.openai.base-url", URI::create);
        String apiKey = read.required("tandem.openai.api-key", "OPENAI_API_KEY");
        return new NodeSettings(
                read.at("tandem.node.host", text -> text),
                read.listener("tandem.node.public"),
                read.listener("tandem.node.operator"),
                read.number("tandem.node.remoting-port", 0, 65_535),
                seeds(read),
                read.secret("tandem.node.admin-token", "TANDEM_ADMIN_TOKEN", AdminToken::of),
                Path.of(read.required("tandem.node.tenants", "TANDEM_CONFIG")),
                read.at("tandem.node.tool-allow-list", DevelopmentHosts::parse),
                config.getBoolean("tandem.node.end-with-parent"),
                config.getBoolean("tandem.trace.words"),
                read.duration("tandem.node.leave-notice"),
                read.duration("tandem.node.rehearse-within"),
                webhooks(read, given),
                read.duration("tandem.openai.webhook-secret-check"),
                read.with(
                        "tandem.openai",
                        () -> new ControlSettings(
                                baseUrl,
                                apiKey,
                                Optional.of(config.getString("tandem.openai.project-id"))
                                        .filter(id -> !id.isBlank()),
                                config.getDuration("tandem.openai.request-timeout"))),
                realtime(read, config, baseUrl, apiKey),
                read.with(
                        "tandem.realtime.pong-within",
                        () -> SocketSettings.defaults()
                                .withHeartbeat(
                                        config.getDuration("tandem.realtime.ping-every"),
                                        config.getDuration("tandem.realtime.pong-within"))),
                read.number("tandem.admission.global-limit", 0, 1_000_000),
                read.number("tandem.admission.tenant-limit", 0, 1_000_000),
                read.duration("tandem.admission.roll-call"),
                collecting(read),
                policy(read));
    }

    /** Looked up again from what was given: the reader holds what a file held once. */
    private static WebhookSecrets webhooks(Reader read, Config given) throws Wrong {
        read.required(WebhookSecrets.KEY, "OPENAI_WEBHOOK_SECRET");
        return WebhookSecrets.of(() -> ConfiguredSecrets.value(given, WebhookSecrets.KEY));
    }

    private static List<String> seeds(Reader read) throws Wrong {
        return addresses("tandem.node.seeds", read.at("tandem.node.seeds", text -> text));
    }

    /** The {@code host:port} of a list. */
    static List<String> addresses(String key, String list) throws Wrong {
        List<String> addresses = words(list);
        for (String address : addresses) {
            if (!address.matches("[A-Za-z0-9.-]+:[0-9]{1,5}")) {
                throw new Wrong(key, "has " + address + ", but must be host:port,...");
            }
        }
        return addresses;
    }

    private static RealtimeSettings realtime(Reader read, Config config, URI baseUrl, String apiKey) throws Wrong {
        URI address = URI.create(baseUrl.toString().replaceFirst("^http", "ws").replaceFirst("/+$", "") + "/realtime");
        return new RealtimeSettings(
                address,
                apiKey,
                read.duration("tandem.realtime.not-yet"),
                read.duration("tandem.realtime.reattach-for"),
                read.duration("tandem.realtime.max-backoff"),
                read.duration("tandem.realtime.resend-after"),
                read.number("tandem.realtime.max-outbox-facts", 10, 1_000_000),
                read.number("tandem.realtime.max-outbox-chars", 10_000, 100_000_000),
                read.number("tandem.realtime.max-spill-bytes", 0, Integer.MAX_VALUE),
                read.at("tandem.realtime.spill-folder", NodeSettings::spillFolder),
                read.duration("tandem.realtime.tool-patience"),
                read.duration("tandem.realtime.orphan-after"),
                read.number("tandem.realtime.max-unheard", 10, 1_000_000));
    }

    private static Path spillFolder(String folder) {
        return folder.isBlank() ? Path.of(System.getProperty("java.io.tmpdir"), "tandem-spill") : Path.of(folder);
    }

    /** Whoever waits asks again within this; served in turns is only who was heard. */
    private static Duration collecting(Reader read) throws Wrong {
        Duration collecting = read.duration("tandem.admission.collecting");
        Duration retry = read.duration("tandem.call.admission-retry");
        if (collecting.compareTo(retry) <= 0) {
            throw new Wrong(
                    "tandem.admission.collecting",
                    "must be longer than tandem.call.admission-retry, which is " + retry.toMillis() + "ms.");
        }
        return collecting;
    }

    private static CallPolicy policy(Reader read) throws Wrong {
        return new CallPolicy(
                read.duration("tandem.call.offer-max-age"),
                read.duration("tandem.call.admission-retry"),
                read.duration("tandem.call.admission-give-up"),
                read.duration("tandem.call.accept-within"),
                read.duration("tandem.call.hello-within"),
                read.duration("tandem.call.last-words"),
                read.duration("tandem.call.transfer-within"),
                read.duration("tandem.call.drain"),
                read.number("tandem.call.max-hang-ups", 1, 1_000),
                new CallPolicy.SipStatuses(
                        read.number("tandem.call.sip.unknown-number", 400, 699),
                        read.number("tandem.call.sip.limit", 400, 699),
                        read.number("tandem.call.sip.admission-unavailable", 400, 699),
                        read.number("tandem.call.sip.offer-too-old", 400, 699),
                        read.number("tandem.call.sip.failed", 400, 699)));
    }

    static List<String> words(String text) {
        return Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private record Reader(Config config) {

        private interface Making<T> {
            T make();
        }

        <T> T with(String key, Making<T> making) throws Wrong {
            try {
                return making.make();
            } catch (ConfigException | IllegalArgumentException wrong) {
                throw new Wrong(key, "is wrong: " + wrong.getMessage());
            }
        }

        <T> T at(String key, Function<String, T> read) throws Wrong {
            return with(key, () -> read.apply(config.getString(key)));
        }

        String required(String key, String variable) throws Wrong {
            String text = at(key, value -> value);
            if (text.isBlank()) {
                throw new Wrong(key, "is missing; set " + variable + ".");
            }
            return text;
        }

        /** The value itself never shows in the message. */
        <T> T secret(String key, String variable, Function<String, T> read) throws Wrong {
            String text = required(key, variable);
            return with(key + " (" + variable + ")", () -> read.apply(text));
        }

        int number(String key, int least, int most) throws Wrong {
            int number = with(key, () -> config.getInt(key));
            if (number < least || number > most) {
                throw new Wrong(key, "is " + number + ", but must be " + least + " to " + most + ".");
            }
            return number;
        }

        Duration duration(String key) throws Wrong {
            Duration duration = with(key, () -> config.getDuration(key));
            if (!duration.isPositive()) {
                throw new Wrong(key, "must be longer than nothing.");
            }
            return duration;
        }

        Listener listener(String key) throws Wrong {
            return new Listener(at(key + ".interface", text -> text), number(key + ".port", 0, 65_535));
        }
    }
}
