package dev.tandem.simulator.control;

import dev.tandem.simulator.webhook.SignedDelivery;

/**
 * A call that rings now.
 *
 * @param callId the vendor's id of the call
 * @param delivery a signed webhook for it, valid for the vendor's 300 s
 */
public record OfferedCall(String callId, SignedDelivery delivery) {}
