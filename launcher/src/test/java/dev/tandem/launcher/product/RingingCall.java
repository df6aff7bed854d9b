package dev.tandem.launcher.product;

/**
 * A call that rings and that the node has not heard of.
 *
 * @param body of its webhook
 */
record RingingCall(PlacedCall call, String body) {
    /** Delivers its webhook once, rightly signed; the call takes its course. */
    PlacedCall deliver() throws Exception {
        WebhookDelivery.of(body).post(call.product().webhookPort());
        return call;
    }
}
