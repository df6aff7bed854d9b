package dev.tandem.simulator.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.Optional;

/**
 * The vendor's error object, the same over REST and on the WebSocket.
 *
 * @param type {@code invalid_request_error} or {@code server_error}
 * @param code the error code, empty for null
 * @param message one sentence for people
 * @param param the field that is wrong, empty for null
 */
public record ErrorDetail(String type, Optional<String> code, String message, Optional<String> param) {

    /** A client's mistake. */
    public static ErrorDetail invalid(String code, String message) {
        return new ErrorDetail("invalid_request_error", Optional.of(code), message, Optional.empty());
    }

    /** A client's mistake in a named field. */
    public static ErrorDetail invalid(String code, String message, String param) {
        return new ErrorDetail("invalid_request_error", Optional.of(code), message, Optional.of(param));
    }

    /** The vendor's own failure. */
    public static ErrorDetail server(String message) {
        return new ErrorDetail("server_error", Optional.empty(), message, Optional.empty());
    }

    /** The project's limit is reached. */
    public static ErrorDetail rateLimited() {
        return new ErrorDetail(
                "rate_limit_error", Optional.of("rate_limit_exceeded"), "Rate limit reached.", Optional.empty());
    }

    /** The object with all four fields, null where there is nothing. */
    public ObjectNode json() {
        ObjectNode node = Json.object().put("message", message).put("type", type);
        node.put("param", param.orElse(null));
        node.put("code", code.orElse(null));
        return node;
    }
}
