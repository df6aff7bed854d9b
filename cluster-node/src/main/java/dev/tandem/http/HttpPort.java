package dev.tandem.http;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** Binds routes to a port with the bounds every listener of ours has. */
public final class HttpPort {

    /** Bytes of the largest body any endpoint takes. */
    public static final int MAX_BODY = 256 * 1024;

    private static final Map<String, Object> BOUNDS = Map.of(
            "max-connections", 1_024,
            "backlog", 1_024,
            // Five heartbeats of the live feed; a client that reads nothing for so long is cut off.
            "idle-timeout", "75s",
            "server-header", "",
            "parsing.max-content-length", MAX_BODY,
            "parsing.error-handler", MalformedRequests.class.getName(),
            // Header values are secrets and callers' input: none is parsed, or quoted in a warning.
            "parsing.modeled-header-parsing", "off",
            "parsing.illegal-header-warnings", "off",
            "parsing.error-logging-verbosity", "off");

    private HttpPort() {}

    /** @param port 0 for any free one, told by the binding */
    public static CompletionStage<ServerBinding> bind(ActorSystem<?> system, String host, int port, Route route) {
        return Http.get(system)
                .newServerAt(host, port)
                .withSettings(settings(system))
                .bind(route);
    }

    private static ServerSettings settings(ActorSystem<?> system) {
        return ServerSettings.create(ConfigFactory.parseMap(BOUNDS)
                .atPath("pekko.http.server")
                .withFallback(system.settings().config()));
    }
}
