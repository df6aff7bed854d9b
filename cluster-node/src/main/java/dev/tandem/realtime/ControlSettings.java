package dev.tandem.realtime;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the provider's call control is and who we are there; its text never shows the key.
 *
 * @param baseUrl http or https, such as {@code https://api.openai.com/v1}
 * @param apiKey sent as the Bearer token
 * @param projectId sent as {@code OpenAI-Project} when present
 * @param requestTimeout from the call of a method to its answer, waiting for a free connection included
 */
public record ControlSettings(URI baseUrl, String apiKey, Optional<String> projectId, Duration requestTimeout) {

    /** Refuses, by {@link IllegalArgumentException}, what no request could be made with. */
    public ControlSettings {
        if (!"http".equals(baseUrl.getScheme()) && !"https".equals(baseUrl.getScheme()) || baseUrl.getHost() == null) {
            throw new IllegalArgumentException("the base URL must be http or https with a host, but is " + baseUrl);
        }
        if (!fitsHeader(apiKey)) throw new IllegalArgumentException("the API key must be visible ASCII");
        projectId.ifPresent(id -> {
            if (!fitsHeader(id)) throw new IllegalArgumentException("the project id must be visible ASCII");
        });
        if (!requestTimeout.isPositive()) throw new IllegalArgumentException("the request timeout must be more than 0");
    }

    @Override
    public String toString() {
        return "ControlSettings[" + baseUrl + ", key hidden, project " + projectId.orElse("none") + ", "
                + requestTimeout + "]";
    }

    private static boolean fitsHeader(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
