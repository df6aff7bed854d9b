package dev.tandem.launcher.calls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.stage.Running;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where the operator API is and the token that opens it: said, or of the running demo. */
final class Access {
    private static final String DOCUMENTED = "http://127.0.0.1:8081";

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The node's operator port (default the running demo's, else " + DOCUMENTED + ").")
    private String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            scope = ScopeType.INHERIT,
            description = "The admin token (default TANDEM_ADMIN_TOKEN, else the running demo's).")
    private String token;

    static String path(String callId) {
        return "/api/v1/calls/" + URLEncoder.encode(callId, StandardCharsets.UTF_8);
    }

    JsonNode call(String id) {
        return get(path(id));
    }

    JsonNode get(String path) {
        JsonNode demo = Running.find();
        String address = url != null ? url : demo.path("api").asText(DOCUMENTED);
        String given = token != null ? token : System.getenv("TANDEM_ADMIN_TOKEN");
        try {
            return new HttpJson(
                            address, given != null ? given : demo.path("token").asText(""))
                    .get(path);
        } catch (HttpJson.Refused refused) {
            if (refused.status() == 401 || refused.status() == 403) {
                throw new Unable(
                        "the node at " + address + " does not know this token; say --token or TANDEM_ADMIN_TOKEN",
                        refused);
            }
            throw new Unable(refused.getMessage(), refused);
        } catch (IOException e) {
            throw new Unable("no node answers at " + address + "; start one, or say --url", e);
        } catch (IllegalArgumentException e) {
            throw new Unable("'" + address + "' is no address such as " + DOCUMENTED, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted", e);
        }
    }
}
