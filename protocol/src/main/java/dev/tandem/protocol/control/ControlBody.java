package dev.tandem.protocol.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.protocol.json.UntrustedJson;
import dev.tandem.protocol.realtime.SessionSettings;
import java.util.regex.Pattern;

/** The bodies of call control requests, UTF-8 JSON; a hang-up has none. */
public final class ControlBody {

    private static final Pattern TARGET = Pattern.compile("(?:tel|sips?):[^\\s<>\"]{1,500}", Pattern.CASE_INSENSITIVE);

    private ControlBody() {}

    public static byte[] accept(SessionSettings session) {
        return UntrustedJson.write(session.toJson());
    }

    /**
     * Declines the call.
     *
     * @param sipStatus what the caller's side is told, 400 to 699; 486 is busy
     * @throws IllegalArgumentException when the status is no SIP failure
     */
    public static byte[] reject(int sipStatus) {
        if (sipStatus < 400 || sipStatus > 699) {
            throw new IllegalArgumentException("SIP status %d is no failure (400 to 699)".formatted(sipStatus));
        }
        return UntrustedJson.write(JsonNodeFactory.instance.objectNode().put("status_code", sipStatus));
    }

    /**
     * Transfers the caller.
     *
     * @param targetUri a tel: or sip: address
     * @throws IllegalArgumentException when it is neither
     */
    public static byte[] refer(String targetUri) {
        if (!TARGET.matcher(targetUri).matches()) {
            throw new IllegalArgumentException("a transfer's target is a tel: or sip: address");
        }
        return UntrustedJson.write(JsonNodeFactory.instance.objectNode().put("target_uri", targetUri));
    }
}
