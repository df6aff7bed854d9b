package dev.tandem.protocol.control;

import dev.tandem.protocol.json.Fields;
import dev.tandem.protocol.json.UntrustedJson;
import java.io.IOException;

/**
 * Why a call control request was refused.
 *
 * @param status the HTTP status
 * @param type for example {@code invalid_request_error}; null when unsaid
 * @param code for example {@code call_id_not_found}; null when unsaid
 * @param message one sentence, never null, at most {@link #MAX_TEXT} characters
 * @param param the field it is about; null when unsaid
 */
public record ControlError(int status, String type, String code, String message, String param) {

    /** Longer texts of the provider are cut to this, for they end in journals and logs. */
    public static final int MAX_TEXT = 500;

    /** Reads {@code {"error": {...}}} and never throws: a body that is something else gives an error with the status alone. */
    public static ControlError read(int status, byte[] body) {
        try {
            Fields answer = UntrustedJson.object(body, 0, body.length);
            Fields error = answer.object("error");
            String message = error.text("message", answer.text("error"));
            return new ControlError(
                    status,
                    bounded(error.text("type")),
                    bounded(error.text("code")),
                    message == null || message.isBlank() ? unexplained(status) : bounded(message),
                    bounded(error.text("param")));
        } catch (IOException | RuntimeException notAnErrorObject) {
            return new ControlError(status, null, null, unexplained(status), null);
        }
    }

    private static String unexplained(int status) {
        return "HTTP %d without an explanation".formatted(status);
    }

    private static String bounded(String text) {
        return text == null ? null : UntrustedJson.bounded(text, MAX_TEXT);
    }
}
