package dev.tandem.node;

import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.webhook.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** A call that nobody makes: its id, its tenant, and the webhook that offers it, signed by a secret of its own. */
record RehearsedCall(String callId, String secret) {

    /** The tool by which the agent ends it. */
    static final String END_CALL = "end_call";

    private static final String NUMBER = "+18005550199";
    private static final Duration LONGEST = Duration.ofMinutes(1);

    static RehearsedCall make() {
        String secret = UUID.randomUUID().toString();
        return new RehearsedCall(
                "rehearsal_" + UUID.randomUUID(),
                "whsec_" + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.US_ASCII)));
    }

    Tenant tenant() {
        Agent agent = new Agent(
                "rehearsal",
                "gpt-realtime",
                "marin",
                "Say yes, then end the call.",
                "",
                null,
                null,
                "gpt-4o-mini-transcribe",
                LONGEST,
                LONGEST,
                List.of(new Tool.EndCall(END_CALL, "Ends the call.")));
        return new Tenant("rehearsal", "Rehearsal", List.of(NUMBER), 1, 0, "000000000000", agent);
    }

    HttpRequest webhook(String url, Instant now) {
        String id = "wh_" + callId;
        byte[] body = ("{\"object\":\"event\",\"id\":\"evt_" + callId
                        + "\",\"type\":\"realtime.call.incoming\",\"created_at\":" + now.getEpochSecond()
                        + ",\"data\":{\"call_id\":\"" + callId
                        + "\",\"sip_headers\":[{\"name\":\"From\",\"value\":\"<sip:+18005550100@rehearsal.invalid>\"},"
                        + "{\"name\":\"To\",\"value\":\"<sip:" + NUMBER + "@rehearsal.invalid>\"}]}}")
                .getBytes(StandardCharsets.UTF_8);
        return HttpRequest.POST(url)
                .addHeader(RawHeader.create(StandardWebhooks.ID_HEADER, id))
                .addHeader(RawHeader.create(StandardWebhooks.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond())))
                .addHeader(RawHeader.create(
                        StandardWebhooks.SIGNATURE_HEADER,
                        StandardWebhooks.sign(secret, id, now.getEpochSecond(), body)))
                .withEntity(ContentTypes.APPLICATION_JSON, body);
    }
}
