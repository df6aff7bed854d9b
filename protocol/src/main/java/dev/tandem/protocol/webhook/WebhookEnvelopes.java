package dev.tandem.protocol.webhook;

import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SipHeader;
import dev.tandem.protocol.json.Fields;
import dev.tandem.protocol.json.UntrustedJson;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads webhook bodies and bounds what they may bring into a journal. */
final class WebhookEnvelopes {

    static final String CALL_INCOMING = "realtime.call.incoming";

    /** More headers than any INVITE has. */
    static final int MAX_HEADERS = 100;

    static final int MAX_HEADER_NAME = 256;

    /** Characters of one header's value; the rest is cut. */
    static final int MAX_HEADER_VALUE = 8 * 1024;

    /**
     * Characters of all headers together, so that an offer in ASCII, as SIP is, fits a journal event of 64 KB. Only the first To and the
     * first From, without which nobody could be answered, are taken beyond it.
     */
    static final int MAX_HEADERS_TOTAL = 24 * 1024;

    /** A longer type is cut to this. */
    static final int MAX_TYPE = 128;

    private static final Pattern CALL_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private WebhookEnvelopes() {}

    static WebhookEnvelope read(byte[] body, Instant receivedAt) {
        Fields envelope;
        try {
            envelope = UntrustedJson.object(body, 0, body.length);
        } catch (IOException | RuntimeException malformed) {
            return new WebhookEnvelope.NotAnEnvelope("the body is not one JSON object");
        }
        if (!envelope.node().path("type").isTextual() || envelope.text("type").isBlank()) {
            return new WebhookEnvelope.NotAnEnvelope("the body has no textual type");
        }
        String type = UntrustedJson.bounded(envelope.text("type"), MAX_TYPE);
        return type.equals(CALL_INCOMING) ? callIncoming(envelope, receivedAt) : new WebhookEnvelope.Acknowledged(type);
    }

    private static WebhookEnvelope callIncoming(Fields envelope, Instant receivedAt) {
        Fields data = envelope.object("data");
        String callId = data.text("call_id");
        if (callId == null) {
            return new WebhookEnvelope.Unusable(CALL_INCOMING, "data.call_id is missing");
        }
        if (!CALL_ID.matcher(callId).matches()) {
            return new WebhookEnvelope.Unusable(
                    CALL_INCOMING, "data.call_id is not 1 to 128 letters, digits, underscores and hyphens");
        }
        long createdAt = envelope.number("created_at", -1);
        return new WebhookEnvelope.CallIncoming(
                UntrustedJson.bounded(envelope.text("id", ""), Fields.MAX_ID),
                createdAt > 0 && createdAt <= LAST_SECOND ? Instant.ofEpochSecond(createdAt) : receivedAt,
                callId,
                headers(data.objects("sip_headers")));
    }

    private static List<SipHeader> headers(List<Fields> given) {
        List<SipHeader> headers = new ArrayList<>();
        int room = MAX_HEADERS_TOTAL;
        boolean toSeen = false;
        boolean fromSeen = false;
        for (Fields header : given) {
            String name = UntrustedJson.bounded(header.text("name", ""), MAX_HEADER_NAME);
            String value = UntrustedJson.bounded(header.text("value", ""), MAX_HEADER_VALUE);
            boolean firstTo = !toSeen && isNamed(name, "to", "t");
            boolean firstFrom = !fromSeen && isNamed(name, "from", "f");
            int size = name.length() + value.length();
            boolean fits = headers.size() < MAX_HEADERS && size <= room;
            if (!name.isEmpty() && (fits || firstTo || firstFrom)) {
                headers.add(new SipHeader(name, Personal.of(value)));
                room -= size;
            }
            toSeen |= firstTo;
            fromSeen |= firstFrom;
        }
        return List.copyOf(headers);
    }

    private static boolean isNamed(String name, String full, String compact) {
        return name.equalsIgnoreCase(full) || name.equalsIgnoreCase(compact);
    }
}
