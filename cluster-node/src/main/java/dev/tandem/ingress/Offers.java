package dev.tandem.ingress;

import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.webhook.SipAddress;
import dev.tandem.protocol.webhook.WebhookEnvelope;
import java.util.Optional;

/** Makes an offer of what a webhook says: the numbers normalised, or as they came where they are none. */
final class Offers {

    private static final int MAX_ADDRESS = 256;

    private Offers() {}

    static Offer of(WebhookEnvelope.CallIncoming call, String deliveryId) {
        return new Offer(
                call.callId(),
                Personal.of(number(call.caller())),
                number(call.dialled()),
                call.headers(),
                deliveryId,
                call.createdAt());
    }

    private static String number(Optional<SipAddress> address) {
        String number = address.map(sip -> sip.e164().orElse(sip.userPart())).orElse("");
        return number.length() <= MAX_ADDRESS ? number : number.substring(0, MAX_ADDRESS);
    }
}
